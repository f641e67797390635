// The drives in a real browser, on real folders and real servers.
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOGIN, block } from './support/apache.mjs';
import { expect, failures, test } from './support/drives.mjs';

const CONDITIONAL = { write: true, conditional: true, moves: false };
const MOVES = { write: true, conditional: false, moves: true };

// Apache lets a file be replaced by its revision only a second later, so a contract takes a while.
test.describe.configure({ timeout: 120_000 });

async function everything(folder) {
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test('a folder of the device keeps the contract', async ({ drives, host }) => {
  const page = await drives(`${host}/`);
  const checks = await page.ask({ drive: 'private', do: 'contract', path: 'thử' });
  expect(failures(checks)).toEqual([]);
  expect(checks.ok.length).toBeGreaterThan(15);
  const probe = await page.ask({ drive: 'private', do: 'probe' });
  expect(probe.ok.steps).toEqual(['Open Done', 'Write Done', 'ReadBack Done', 'List Done', 'Remove Done']);
});

test('a folder that was removed is gone, and not an empty one', async ({ drives, host }) => {
  const page = await drives(`${host}/`);
  const gone = await page.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('usb', { create: true });
    await root.removeEntry('usb');
    const ask = (request) => globalThis.drives(JSON.stringify({ drive: 'folder', path: 'a.json', ...request }), folder);
    return Promise.all(['list', 'read', 'find', 'write'].map((what) => ask({
      do: what, path: what === 'list' ? '' : 'a.json',
    })));
  });
  expect(gone.map((text) => JSON.parse(text))).toEqual(Array(4).fill({ fault: 'Gone' }));
});

test('a folder in the way of a file is told, and a listing can be cancelled', async ({ drives, host }) => {
  const page = await drives(`${host}/`);
  const answers = await page.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('busy', { create: true });
    const ask = async (request) => JSON.parse(await globalThis.drives(JSON.stringify({ drive: 'folder', ...request }), folder));
    await folder.getDirectoryHandle('a.json', { create: true });
    const inTheWay = await ask({ do: 'write', path: 'a.json', text: 'x' });
    const stopped = await ask({ do: 'list', path: '', stop: 0 });
    return { inTheWay, stopped };
  });
  expect(answers.inTheWay).toEqual({ fault: 'Changed' });
  expect([{ fault: 'Cancelled' }, { ok: [{ name: 'a.json', folder: true, rev: null, size: null }] }])
    .toContainEqual(answers.stopped);
});

test('a full disk is told, and leaves the old file whole and no half of a new one', async ({ drives, host, page }) => {
  const opened = await drives(`${host}/`);
  const ask = (request) => opened.ask({ drive: 'private', ...request });
  expect((await ask({ do: 'write', path: 'old.json', text: 'old' })).fault).toBeUndefined();
  const session = await page.context().newCDPSession(page);
  const quota = (quotaSize) => session.send('Storage.overrideQuotaForOrigin', { origin: host, ...(quotaSize && { quotaSize }) });
  await quota(1_000_000);
  expect((await ask({ do: 'write', path: 'old.json', size: 3_000_000 })).fault).toBe('Full');
  expect((await ask({ do: 'write', path: 'new/new.json', size: 3_000_000, expect: 'absent' })).fault).toBe('Full');
  expect((await ask({ do: 'read', path: 'old.json' })).ok.text).toBe('old');
  expect((await ask({ do: 'find', path: 'new/new.json' })).ok).toBeNull();
  await quota();
  expect((await ask({ do: 'write', path: 'new/new.json', size: 3_000_000, expect: 'absent' })).fault).toBeUndefined();
});

test('a file that another program holds is locked, not broken', async ({ drives, host, page }) => {
  const opened = await drives(`${host}/`);
  const ask = (request) => opened.ask({ drive: 'private', path: 'held.json', ...request });
  await ask({ do: 'write', text: 'old' });
  await page.evaluate(() => new Promise((done) => {
    const code = `navigator.storage.getDirectory()
      .then((root) => root.getFileHandle('held.json'))
      .then((file) => file.createSyncAccessHandle())
      .then((held) => { self.held = held; postMessage('held'); })`;
    globalThis.holder = new Worker(URL.createObjectURL(new Blob([code])));
    globalThis.holder.onmessage = done;
  }));
  expect((await ask({ do: 'write', text: 'new' })).fault).toBe('Locked');
  await page.evaluate(() => globalThis.holder.terminate());
  await expect.poll(async () => (await ask({ do: 'write', text: 'new' })).fault).toBeUndefined();
});

// A browser without a person cannot take a permission away; the names are those of the standard.
test('what a browser says of a folder has its fault', async ({ drives, host }) => {
  const opened = await drives(`${host}/`);
  const told = await opened.page.evaluate(async () => {
    const names = ['NotAllowedError', 'SecurityError', 'NotFoundError', 'QuotaExceededError', 'NoModificationAllowedError',
      'NotReadableError', 'AbortError', 'DataError'];
    const answers = [];
    for (const name of names) {
      const fail = () => Promise.reject(new DOMException('secret path', name));
      const folder = { getFileHandle: fail, getDirectoryHandle: fail, values: () => ({ next: fail }) };
      const ask = (request) => globalThis.drives(JSON.stringify({ drive: 'folder', ...request }), folder);
      answers.push([name, ...await Promise.all([ask({ do: 'list' }), ask({ do: 'write', path: 'a' })])]);
    }
    return answers.map(([name, ...rest]) => [name, ...rest.map((text) => JSON.parse(text).fault)]);
  });
  const same = (name, fault) => [name, fault, fault];
  expect(told).toEqual([
    same('NotAllowedError', 'NeedsTap'), same('SecurityError', 'NeedsTap'), same('NotFoundError', 'Gone'),
    same('QuotaExceededError', 'Full'), same('NoModificationAllowedError', 'Locked'), same('NotReadableError', 'Locked'),
    same('AbortError', 'Cancelled'), same('DataError', { Other: 'DataError' }),
  ]);
});

test('handles of folders are kept, found and forgotten', async ({ drives, host }) => {
  const page = await drives(`${host}/`);
  expect(await page.ask({ drive: 'handles' })).toEqual({ ok: {
    before: false, names: ['ổ chung'], works: true, after: false, refused: true, left: 0, picks: true,
  } });
});

test('a picked folder can be read, and only read', async ({ drives, host }) => {
  const folder = await mkdtemp(join(tmpdir(), 'bcd-picked-'));
  await mkdir(join(folder, 'units/đơn vị'), { recursive: true });
  await writeFile(join(folder, 'units/đơn vị/bản 1.json'), '{"a":1}');
  await writeFile(join(folder, 'top.json'), '{}');
  const page = await drives(`${host}/`);
  await page.page.locator('input').setInputFiles(folder);
  const ask = (request) => page.page.evaluate(async (json) => JSON.parse(
    await globalThis.drives(json, document.querySelector('input').files),
  ), JSON.stringify({ drive: 'picked', ...request }));
  const names = ({ ok }) => ok.map((item) => [item.name, item.folder, item.size]);
  expect(names(await ask({ do: 'list' }))).toEqual([['top.json', false, 2], ['units', true, null]]);
  expect(names(await ask({ do: 'list', path: 'units/đơn vị' }))).toEqual([['bản 1.json', false, 7]]);
  expect((await ask({ do: 'read', path: 'units/đơn vị/bản 1.json' })).ok.text).toBe('{"a":1}');
  expect(await ask({ do: 'read', path: 'units/đơn vị/bản 1.json', limit: 6 })).toEqual({ fault: 'TooLarge' });
  expect(await ask({ do: 'list', path: 'none' })).toEqual({ fault: 'NotFound' });
  expect(await ask({ do: 'write', path: 'a.json' })).toEqual({ fault: 'Forbidden' });
  expect((await ask({ do: 'abilities' })).ok.write).toBe(false);
  expect(failures(await ask({ do: 'contract', path: 'x' }))).toEqual([]);
  await rm(folder, { recursive: true });
});

test('page and drive on one Apache', async ({ drives, together }) => {
  const page = await drives(`${together.origin}/`);
  const probe = await page.dav('/o-chung/', { do: 'probe' });
  expect(probe.ok).toEqual({
    steps: ['Open Done', 'Write Done', 'ReadBack Done', 'List Done', 'Conditions Done', 'Remove Done'],
    known: CONDITIONAL,
  });
  expect(await everything(together.files)).toEqual([]);
  for (const known of [CONDITIONAL, undefined]) {
    const checks = await page.dav('/o-chung', { do: 'contract', path: 'thử một', known });
    expect(failures(checks)).toEqual([]);
  }
  expect(await everything(together.files)).toEqual([]);
});

test('a drive on another host, with the headers of docs/deploy.md', async ({ drives, host, apart }) => {
  const page = await drives(`${host}/`);
  const address = `${apart.origin}/o-chung/`;
  const probe = await page.dav(address, { do: 'probe' });
  expect(probe.ok).toEqual({
    steps: ['Open Done', 'Write Done', 'ReadBack Done', 'List Done', 'Conditions Done', 'Remove Done'],
    known: CONDITIONAL,
  });
  const checks = await page.dav(address, { do: 'contract', path: 'thử', known: CONDITIONAL });
  expect(failures(checks)).toEqual([]);
  expect(await everything(apart.files)).toEqual([]);
});

test('rclone behind Apache: it keeps no conditions, and moves', async ({ drives, site, servers }) => {
  const rclone = await servers.rclone();
  const apache = await servers.apache('o-chung-rclone.conf', { site, behind: rclone.port });
  const page = await drives(`${apache.origin}/`);
  const probe = await page.dav('/o-chung/', { do: 'probe' });
  expect(probe.ok).toEqual({
    steps: ['Open Done', 'Write Done', 'ReadBack Done', 'List Done', 'Conditions Cannot', 'Move Done', 'Remove Done'],
    known: MOVES,
  });
  for (const known of [MOVES, undefined]) {
    const checks = await page.dav('/o-chung/', { do: 'contract', path: 'thử', known });
    expect(failures(checks)).toEqual([]);
  }
  expect(await everything(rclone.files)).toEqual([]);
});

test('a server that hides its headers is read all the same', async ({ drives, host, servers }) => {
  const change = (text) => text.replace(/.*Expose-Headers.*/, '');
  const apache = await servers.apache('o-chung-khac-noi.conf', { origin: host, change });
  const page = await drives(`${host}/`);
  const checks = await page.dav(`${apache.origin}/o-chung/`, { do: 'contract', path: 'x', known: CONDITIONAL });
  expect(failures(checks)).toEqual([]);
});

test('compression on the way changes no revision', async ({ drives, site, servers }) => {
  const change = (text) => text.replace(/.*SetEnv no-.*/g, '').replace('ForceType application/octet-stream', 'SetOutputFilter DEFLATE');
  const apache = await servers.apache('o-chung-cung-noi.conf', { site, change });
  const page = await drives(`${apache.origin}/`);
  const checks = await page.dav('/o-chung/', { do: 'contract', path: 'x', known: CONDITIONAL });
  expect(failures(checks)).toEqual([]);
});

test('a page that a server does not allow is told so, as far as a browser says', async ({ drives, host, servers }) => {
  const apache = await servers.apache('o-chung-khac-noi.conf', { origin: 'https://other.example' });
  const page = await drives(`${host}/`);
  const probe = await page.dav(`${apache.origin}/o-chung/`, { do: 'probe' });
  expect(probe.ok.steps).toEqual(['Open Failed(OfflineOrCors)']);
});

test('wrong name, wrong folder, wrong address', async ({ drives, host, apart }) => {
  const page = await drives(`${host}/`);
  const at = async (address, more = {}) => (await page.dav(address, { do: 'list', ...more })).fault;
  const good = `${apart.origin}/o-chung/`;
  expect(await at(good, { password: 'sai' })).toBe('Unauthorised');
  expect(await at(good, { name: null })).toBe('Unauthorised');
  expect(await at(good, { name: 'a:b' })).toBe('Unauthorised');
  // Keyboards spell Vietnamese in two ways; what is sent is one.
  expect(await at(good, { name: LOGIN.name.normalize('NFD'), password: LOGIN.password.normalize('NFD') })).toBeUndefined();
  expect(await at(`${good}nowhere/`)).toBe('NotFound');
  expect(await at(`${host}/`), 'a web server that is no drive').toBe('NotADrive');
  expect(await at('http://o-chung.example.org/')).toBe('Insecure');
  expect(await at('http://192.168.1.2/dav')).toBe('Insecure');
  expect(await at('/dav/', { page: 'http://doan.example.org/3cd/' })).toBe('Insecure');
  const port = new URL(good).port;
  for (const address of [
    '', '   ', 'ftp://127.0.0.1/x', 'javascript:alert(1)', 'https://', 'file:///tmp', 'data:,x', `https://a:b@127.0.0.1:${port}/`,
    `https://${encodeURIComponent(LOGIN.name)}@127.0.0.1/`, `${good}?x=1`, `${good}#x`, `${good}%ff/`,
    // Without a scheme they would be folders of the page's own host, which would get the password.
    'cloud.example.org/remote.php/dav', '192.168.1.5/dav', '//cloud.example.org/dav', 'o-chung', 'o-chung/://x',
    // A browser takes `\\` for `/` and drops tabs and line ends: these would lead to another host.
    '/\\127.0.0.1/o-chung/', '\\\\127.0.0.1\\o-chung', '/\t/127.0.0.1/o-chung/', '/\n/127.0.0.1/', 'ht\ttps://127.0.0.1/',
  ]) expect(await at(address), address).toBe('BadAddress');
  expect(await at(good, { path: '../x' })).toBe('NotFound');
});

test('a read-only drive says that it is one, and can be read', async ({ drives, host, servers }) => {
  const change = (text) => text.replace('<LimitExcept OPTIONS>', '<LimitExcept OPTIONS PUT DELETE MKCOL MOVE>')
    .replace('<Limit OPTIONS>', '<Limit PUT DELETE MKCOL MOVE>\nRequire all denied\n</Limit>\n<Limit OPTIONS>');
  const apache = await servers.apache('o-chung-khac-noi.conf', { origin: host, change });
  await writeFile(join(apache.files, 'a.json'), '{}');
  const page = await drives(`${host}/`);
  const address = `${apache.origin}/o-chung/`;
  expect((await page.dav(address, { do: 'probe' })).ok).toEqual({
    steps: ['Open Done', 'Write Failed(Forbidden)'],
    known: { write: false, conditional: false, moves: false },
  });
  expect((await page.dav(address, { do: 'read', path: 'a.json' })).ok.text).toBe('{}');
  expect((await page.dav(address, { do: 'remove', path: 'a.json' })).fault).toBe('Forbidden');
});

test('a file in decomposed letters is listed in NFC and found', async ({ drives, together }) => {
  const folder = join(together.files, 'nfd');
  await mkdir(folder);
  const page = await drives(`${together.origin}/`);
  await writeFile(join(folder, 'ba\u0309n 1.json'), 'apart');
  const dav = (request) => page.dav('/o-chung/', request);
  const { ok } = await dav({ do: 'list', path: 'nfd' });
  expect(ok.map(({ name }) => name)).toEqual(['bản 1.json']);
  await rm(folder, { recursive: true });
});

test('writers of the same instant: one file, whole, and the next one sees it', async ({ drives, together }) => {
  const page = await drives(`${together.origin}/`);
  const write = (request) => page.dav('/o-chung/', { do: 'write', path: 'race.json', known: CONDITIONAL, ...request });
  const texts = ['one', 'two', 'three', 'four'];
  const results = await Promise.all(texts.map((text) => write({ text, expect: 'absent' })));
  // Apache looks first and writes later: of writers that meet exactly, more than one may pass.
  for (const { fault } of results) expect([undefined, 'Changed']).toContain(fault);
  expect(results.filter(({ fault }) => !fault).length).toBeGreaterThan(0);
  const read = (await page.dav('/o-chung/', { do: 'read', path: 'race.json' })).ok;
  expect(texts).toContain(read.text);
  // One after the other, the condition holds.
  expect((await write({ text: 'five', expect: read.rev })).fault).toBeUndefined();
  expect((await write({ text: 'six', expect: read.rev })).fault).toBe('Changed');
  expect((await write({ text: 'six', expect: 'absent' })).fault).toBe('Changed');
  expect((await page.dav('/o-chung/', { do: 'read', path: 'race.json' })).ok.text).toBe('five');
  expect((await page.dav('/o-chung/', { do: 'remove', path: 'race.json' })).ok).toBeNull();
});

test('no program of the server runs what lies on the drive', async ({ drives, site, host, servers }) => {
  // As PHP does on Debian: a handler for the whole server, by the end of a name.
  const php = (text) => `<FilesMatch "\\.php$">\n  SetHandler server-status\n</FilesMatch>\n${text}`;
  for (const name of ['o-chung-cung-noi.conf', 'o-chung-khac-noi.conf']) {
    const apache = await servers.apache(name, { site, origin: host, change: php });
    const page = await drives(name === 'o-chung-cung-noi.conf' ? `${apache.origin}/` : `${host}/`);
    const dav = (request) => page.dav(`${apache.origin}/o-chung/`, request);
    expect((await dav({ do: 'write', path: 'x.php', text: '<?php evil', expect: 'absent' })).fault).toBeUndefined();
    expect((await dav({ do: 'read', path: 'x.php' })).ok.text, name).toBe('<?php evil');
  }
});

test('the commands of docs/deploy.md make every folder that its configurations write to', async () => {
  const text = await readFile(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const [command] = text.match(/^install -d -o www-data .*$/m);
  for (const name of ['o-chung-cung-noi.conf', 'o-chung-khac-noi.conf']) {
    const own = await block(name);
    const [, lock] = own.match(/^DavLockDB (\S+)\/lock$/m);
    const [, files] = own.match(/Alias \/o-chung (\S+)/);
    for (const folder of [lock, files]) expect(command.split(' '), folder).toContain(folder);
  }
});

test('what lies on the drive never runs as a page of the app', async ({ drives, together, context }) => {
  await writeFile(join(together.files, 'evil.html'), '<script>document.title = "ran"</script>');
  await writeFile(join(together.files, '.htaccess'), 'ForceType text/html\nSatisfy any\nRequire all granted\n');
  const page = await drives(`${together.origin}/`);
  const text = await page.page.evaluate(async (login) => {
    const code = btoa(String.fromCharCode(...new TextEncoder().encode(`${login.name}:${login.password}`)));
    const answer = await fetch('/o-chung/evil.html', { headers: { authorization: `Basic ${code}` }, credentials: 'omit' });
    const open = await fetch('/o-chung/evil.html', { credentials: 'omit' });
    return [answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition'),
      answer.headers.get('content-security-policy'), open.status];
  }, LOGIN);
  expect(text).toEqual([200, 'application/octet-stream', 'attachment', "sandbox; default-src 'none'", 401]);
  expect(context.pages()).toHaveLength(1);
  await rm(join(together.files, 'evil.html'));
  await rm(join(together.files, '.htaccess'));
});
