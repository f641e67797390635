// What a sync asks of a drive when nothing has changed, as the drive grows: requests by the same
// rules that `crates/bcd-sync/tests/it/cost.rs` asserts, bytes as a real Apache answers them.
import { writeFile, mkdir } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { LOGIN, startApache } from '../e2e/support/apache.mjs';

const SIZES = [10, 100, 1_000, 2_000];
const PROPERTIES = '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>'
  + '<resourcetype/><getetag/><getlastmodified/><getcontentlength/></prop></propfind>';
const digits = (number) => number.toString(16).padStart(16, '0');
// As long as the names that the app gives.
const unit = (number) => `7d1f6a52-0c1e-4f0b-9b39-${number.toString(16).padStart(12, '0')}`;

function list(origin, path) {
  const headers = { Depth: '1', 'Content-Type': 'application/xml' };
  const auth = `${LOGIN.name}:${LOGIN.password}`;
  return new Promise((done, fail) => {
    // The certificate is the test server's own.
    const asked = request(`${origin}/o-chung/${path}`, { method: 'PROPFIND', headers, auth, rejectUnauthorized: false }, (answer) => {
      let bytes = 0;
      answer.on('data', (data) => { bytes += data.length; });
      answer.on('end', () => (answer.statusCode === 207 ? done(bytes) : fail(new Error(`${path}: ${answer.statusCode}`))));
    });
    asked.on('error', fail);
    asked.end(PROPERTIES);
  });
}

const apache = await startApache('o-chung-khac-noi.conf', { origin: 'https://doan.example.org' });
try {
  for (const folder of ['packs', 'submissions/2026', 'units/a', 'reviews/a']) {
    await mkdir(join(apache.files, folder), { recursive: true });
  }
  await writeFile(join(apache.files, 'units/a/doan-an-cu_2026_d_may-mot.json'), '{}');
  await writeFile(join(apache.files, 'units/a/doan-an-cu_2026_d_may-hai.json'), '{}');
  console.log('\n### An unchanged drive, in requests and bytes\n');
  console.log('| submissions | upper level: listings + look-ups | bytes | a unit that hands up: listings + look-ups | bytes |');
  console.log('| --- | --- | --- | --- | --- |');
  let there = 0;
  for (const size of SIZES) {
    for (; there < size; there += 1) {
      await writeFile(join(apache.files, 'submissions/2026', `doan-phuong-so-${there}_${unit(there)}_0001_${digits(there)}.json`), '{}');
    }
    const upper = await list(apache.origin, 'packs/') + await list(apache.origin, 'submissions/') + await list(apache.origin, 'submissions/2026/');
    const own = await list(apache.origin, 'packs/') + await list(apache.origin, 'reviews/a/');
    console.log(`| ${size} | 3 + 1 | ${upper} | 2 + 2 | ${own} |`);
  }
} finally {
  await apache.close();
}
