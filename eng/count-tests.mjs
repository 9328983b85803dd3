// Adds up the counters of all TRX files below a folder and prints them as one line.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(process.argv[2], { recursive: true }).filter((name) => name.endsWith('.trx'))) {
  const counters = /<Counters\s([^>]*)>/.exec(readFileSync(join(process.argv[2], file), 'utf8'));
  const value = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters?.[1] ?? '')?.[1] ?? 0);
  const failed = value('failed') + value('error') + value('timeout') + value('aborted');
  counts.passed += value('passed');
  counts.failed += failed;
  counts.skipped += value('total') - value('passed') - failed;
}

console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);
