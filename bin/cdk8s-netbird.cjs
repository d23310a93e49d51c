#!/usr/bin/env node
// npx cdk8s-netbird <command>: the commands of npm run, by one name. npx finds the Node of the dependencies.
'use strict';

require('./preflight.cjs');
import('../lib/cli.ts');
