// The Leptos floor, built by the same tools and with the same profile as the app.

import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { bin } from '../lib/paths.mjs';
import { sourcesOf } from '../lib/subjects.mjs';

export function buildHello(dir) {
  // wasm-opt comes with the npm packages of the tests; Trunk downloads nothing that it finds.
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  // Trunk reads NO_COLOR as a flag and stops at the "1" that most tools mean by it.
  delete env.NO_COLOR;
  const args = ['build', '--release', '--locked', '--dist', dir];
  const trunk = spawn('trunk', args, { cwd: sourcesOf.hello, env, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    trunk.on('error', (cause) => {
      reject(new Error('no trunk on PATH: `cargo xtask bench` puts it there', { cause }));
    });
    trunk.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`trunk ended with ${code}`));
    });
  });
}
