// Apache with the very configuration that docs/deploy.md recommends, as a process of the test's
// own: on loopback, in a folder that goes with it. A system's Apache is neither used nor touched.
import { execFile, spawn } from 'node:child_process';
import { access, chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEPLOY = new URL('../../../docs/deploy.md', import.meta.url);
const MODULES = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules', '/usr/libexec/apache2'];
const NEEDED = [
  'mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user', 'auth_basic', 'alias', 'dir', 'mime',
  'setenvif', 'env', 'headers', 'filter', 'deflate', 'ssl', 'socache_shmcb', 'dav', 'dav_fs', 'proxy', 'proxy_http',
  'reqtimeout', 'status',
];

export const LOGIN = { name: 'bí thư', password: 'mật khẩu-Rất_riêng-4711' };

/** The block of docs/deploy.md whose first line is `# name`. */
export async function block(name) {
  const text = await readFile(DEPLOY, 'utf8');
  const found = text.split('```').find((part) => part.startsWith(`apache\n# ${name}\n`));
  if (!found) throw new Error(`docs/deploy.md has no Apache block "${name}"`);
  return found.slice('apache\n'.length);
}

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits until something listens, or the process that should has ended. */
export async function listening(port, child, log) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`it ended: ${await log()}`);
    const open = await new Promise((done) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => { socket.destroy(); done(true); });
      socket.once('error', () => done(false));
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error(`nothing listens on ${port}: ${await log()}`);
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(killer);
}

async function modules() {
  for (const folder of MODULES) {
    if (await access(join(folder, 'mod_dav.so')).then(() => true, () => false)) return folder;
  }
  throw new Error('no Apache with mod_dav: cargo xtask test installs it');
}

/**
 * Starts Apache with one block of docs/deploy.md.
 *
 * @param {string} name     the block's first line
 * @param {object} options
 * @param {string} [options.site]    the folder of the page
 * @param {string} [options.origin]  what stands for the app's origin
 * @param {number} [options.behind]  the port of a server behind it
 * @param {(text: string) => string} [options.change]  a deliberate fault in the configuration
 */
export async function startApache(name, { site, origin, behind, change = (text) => text } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'bcd-apache-'));
  await chmod(folder, 0o755);
  const files = join(folder, 'o-chung');
  const locks = join(folder, 'locks');
  await mkdir(files);
  await mkdir(locks);
  // As root, Apache works as another user, who must be able to write there.
  let user = '';
  if (process.getuid() === 0) {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'www-data']), run('id', ['-g', 'www-data'])]);
    for (const own of [files, locks]) await chown(own, Number(uid.stdout), Number(gid.stdout));
    user = 'User www-data\nGroup www-data\n';
  }
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']);
  const passwords = join(folder, 'passwords');
  await run('htpasswd', ['-cbB', passwords, LOGIN.name, LOGIN.password]);
  const port = await freePort();
  const own = (await block(name))
    .replaceAll('*:443', `127.0.0.1:${port}`)
    .replaceAll('o-chung.example.org', '127.0.0.1')
    .replaceAll('https://doan.example.org', origin ?? 'https://doan.example.org')
    .replaceAll('doan.example.org', '127.0.0.1')
    .replaceAll('/etc/ssl/o-chung/fullchain.pem', certificate)
    .replaceAll('/etc/ssl/o-chung/privkey.pem', key)
    .replaceAll('/etc/apache2/o-chung.passwords', passwords)
    .replaceAll('/var/lib/o-chung', locks)
    .replaceAll('/srv/o-chung', files)
    .replaceAll('/var/www/3cd', site ?? folder)
    .replaceAll('http://127.0.0.1:8090', `http://127.0.0.1:${behind}`);
  const where = await modules();
  const log = join(folder, 'error.log');
  const configuration = join(folder, 'httpd.conf');
  await writeFile(configuration, `ServerRoot "${folder}"
ServerName 127.0.0.1
PidFile "${join(folder, 'pid')}"
ErrorLog "${log}"
DefaultRuntimeDir "${folder}"
${user}Listen 127.0.0.1:${port}
${NEEDED.map((module) => `LoadModule ${module}_module ${join(where, `mod_${module}.so`)}`).join('\n')}
TypesConfig /etc/mime.types
SSLSessionCache none
${change(own)}`);
  const program = await run('sh', ['-c', 'command -v apache2 || command -v httpd || echo /usr/sbin/apache2']);
  const child = spawn(program.stdout.trim(), ['-f', configuration, '-DFOREGROUND'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (data) => { said += data; });
  child.stderr.on('data', (data) => { said += data; });
  const logged = async () => said + await readFile(log, 'utf8').catch(() => '');
  await listening(port, child, logged);
  return {
    origin: `https://127.0.0.1:${port}`,
    port,
    files,
    log: logged,
    async close() {
      await stop(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts `rclone serve webdav` on a folder, under the path `/o-chung`. */
export async function startRclone() {
  const folder = await mkdtemp(join(tmpdir(), 'bcd-rclone-'));
  const files = join(folder, 'files');
  await mkdir(files);
  const port = await freePort();
  const child = spawn('rclone', ['serve', 'webdav', files, '--addr', `127.0.0.1:${port}`, '--baseurl', '/o-chung',
    '--config', join(folder, 'rclone.conf')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => { said += data; });
  await listening(port, child, async () => said);
  return {
    port,
    files,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      await stop(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
