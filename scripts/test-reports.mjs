// What the reports of the test tools come to: how many passed, and which failed, with the first lines of why.
import { relative } from 'node:path';

/** @param report what Vitest's reporter `json` writes */
export function countVitest(report) {
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative('', name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    // A file that could not even be loaded has no failed test in it, but it has failed.
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLines(message)}`] : [];
    return failed.map((test) => `${file} › ${test.fullName}: ${firstLines(test.failureMessages.join('\n'))}`);
  });
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

/** @param report what Playwright's reporter `json` writes */
export function countPlaywright({ stats, errors, suites }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (stats.unexpected === 0 ? errors.length : 0),
    skipped: stats.skipped,
    failures: [...suites.flatMap(failuresOfSuite), ...errors.map(({ message = '' }) => firstLines(message))],
  };
}

function failuresOfSuite({ suites = [], specs = [] }) {
  const own = specs
    .filter((spec) => !spec.ok)
    .map((spec) => {
      const messages = spec.tests.flatMap((test) => test.results.map(({ error }) => error?.message ?? ''));
      return `${spec.file}:${spec.line} › ${spec.title}: ${firstLines(messages.find(Boolean) ?? '')}`;
    });
  return [...own, ...suites.flatMap(failuresOfSuite)];
}

const firstLines = (text) => text.trim().split('\n').slice(0, 3).join('\n  ');
