// A filter of Jest: of the test files, the one that jest-by-file.ts names; all of them while it names none.
module.exports = async (files) => {
  const only = process.env.ONLY_TEST_FILE;
  return { filtered: only === undefined ? files : files.filter((file) => file === only) };
};
