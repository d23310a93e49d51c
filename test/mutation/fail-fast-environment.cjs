const { TestEnvironment } = require('jest-environment-node');

// After the first failure in a file, nothing more is to be learnt from it about a mutant. Jest itself can only skip files.
module.exports = class FailFastEnvironment extends TestEnvironment {
  hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
    if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
  }
};
