// What goes wrong on the way to a server: each has its name, nothing is left half-written, and no
// password gets into a text.
import { chmod, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test as base } from './support/drives.mjs';

const CONDITIONAL = { write: true, conditional: true, moves: false };
const PLAIN = { write: true, conditional: false, moves: false };
const MOVES = { write: true, conditional: false, moves: true };

const test = base.extend({
  /** A faulty server before the real Apache; its drive is empty but for `old.json`. */
  faulty: async ({ site, together, servers }, use) => {
    await writeFile(join(together.files, 'old.json'), 'old');
    await chmod(join(together.files, 'old.json'), 0o666);
    const faulty = await servers.faulty({ site, origin: together.origin });
    faulty.files = together.files;
    await use(faulty);
    // Some faults keep the app from tidying up.
    for (const name of await readdir(together.files)) await rm(join(together.files, name), { recursive: true });
  },
  dav: async ({ faulty, drives }, use) => {
    const page = await drives(`${faulty.origin}/`);
    await use((request, fault) => {
      faulty.reset(fault);
      return page.dav('/o-chung/', { known: CONDITIONAL, ...request });
    });
  },
});

const names = async (folder) => (await readdir(folder)).filter((name) => !name.startsWith('.DAV')).sort();
const always = (answer) => () => answer;
const on = (method, answer) => (request) => (request.method === method ? answer : undefined);

for (const [status, fault] of [
  [401, 'Unauthorised'], [403, 'Forbidden'], [404, 'NotFound'], [405, 'Forbidden'], [409, 'Changed'],
  [410, 'NotFound'], [412, 'Changed'], [413, 'TooLarge'], [423, 'Locked'], [429, { Busy: null }],
  [500, { Server: 500 }], [502, { Server: 502 }], [503, { Busy: null }], [504, 'Timeout'], [507, 'Full'],
]) {
  test(`status ${status} has its name, and changes nothing`, async ({ dav, faulty }) => {
    const answer = always({ status, body: 'secret words of the server' });
    // Who does not know how to list is no drive at all.
    expect((await dav({ do: 'list' }, answer)).fault).toEqual(status === 405 ? 'NotADrive' : fault);
    expect((await dav({ do: 'read', path: 'old.json' }, answer)).fault).toEqual(fault);
    // On a file in the top folder a 404 is no missing parent.
    expect((await dav({ do: 'write', path: 'old.json', text: 'new' }, answer)).fault).toEqual(fault);
    expect((await dav({ do: 'remove', path: 'old.json' }, answer)).fault).toEqual(fault);
    expect(await names(faulty.files)).toEqual(['old.json']);
    expect(await readFile(join(faulty.files, 'old.json'), 'utf8')).toBe('old');
    expect((await dav({ do: 'read', path: 'old.json' })).ok.text).toBe('old');
  });
}

test('what passes is asked again, what does not is not', async ({ dav, faulty }) => {
  for (const [status, tries] of [[500, 3], [502, 3], [503, 3], [429, 3], [423, 1], [404, 1], [401, 1], [507, 1]]) {
    await dav({ do: 'list', tries: 3 }, always({ status }));
    expect(faulty.count('PROPFIND'), String(status)).toBe(tries);
    // A removal is sent once: a second one could meet another's new file.
    await dav({ do: 'remove', path: 'old.json', tries: 3 }, on('DELETE', { status }));
    expect(faulty.count('DELETE')).toBe(1);
  }
  const twice = (_, count) => (count < 3 ? { status: 503 } : undefined);
  expect((await dav({ do: 'read', path: 'old.json' }, twice)).ok.text).toBe('old');
  expect((await dav({ do: 'write', path: 'new.json', text: 'new', expect: 'absent' }, twice)).fault).toBeUndefined();
});

test('a server that names ETags of files alone, not in listings (nginx), has one revision for a file', async ({ dav }) => {
  const bare = on('PROPFIND', { rewrite: (text) => text.replace(/<[^<>]*getetag>[^<]*<\/[^<>]*getetag>/g, '') });
  const { ok } = await dav({ do: 'list-and-read', path: 'old.json' }, bare);
  expect(ok.listed).not.toMatch(/^"/);
  expect(ok.read).toBe(ok.listed);
  const written = await dav({ do: 'write', path: 'old.json', text: 'next', expect: ok.listed }, bare);
  expect(written.fault).toBeUndefined();
});

test('Retry-After is kept where it is short, and told where it is long', async ({ dav, faulty }) => {
  const after = (seconds) => (_, count) => (count === 1 ? { status: 429, headers: { 'retry-after': seconds } } : undefined);
  const times = [];
  const answer = await dav({ do: 'read', path: 'old.json' }, (request, count) => {
    times.push(performance.now());
    return after('1')(request, count);
  });
  expect(answer.ok.text).toBe('old');
  // Not how fast, only that it waited as it was told.
  expect(times[1] - times[0]).toBeGreaterThan(990);
  expect((await dav({ do: 'read', path: 'old.json' }, after('3600'))).fault).toEqual({ Busy: 3600 });
  expect(faulty.requests).toHaveLength(1);
  // A date counts by the server's own clock, whatever this device's says.
  const headers = { date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2015 08:28:00 GMT' };
  const dated = (_, count) => (count === 1 ? { status: 503, headers } : undefined);
  expect((await dav({ do: 'read', path: 'old.json' }, dated)).fault).toEqual({ Busy: 3600 });
});

test('a connection cut in the middle of a PUT leaves the old file whole', async ({ dav, faulty }) => {
  const size = 2_000_000;
  const cut = on('PUT', { cutUpload: 500_000 });
  for (const [path, expected] of [['old.json', undefined], ['new.json', 'absent']]) {
    const answer = await dav({ do: 'write', path, size, expect: expected }, cut);
    expect(answer.fault).toBe('OfflineOrCors');
    expect(faulty.count('PUT')).toBe(2);
  }
  await expect.poll(() => names(faulty.files)).toEqual(['old.json']);
  expect(await readFile(join(faulty.files, 'old.json'), 'utf8')).toBe('old');
  // Once only: the second try brings it there.
  const once = (request) => (request.method === 'PUT' && faulty.count('PUT') === 1 ? { cutUpload: 500_000 } : undefined);
  expect((await dav({ do: 'write', path: 'new.json', size, expect: 'absent' }, once)).fault).toBeUndefined();
  expect((await stat(join(faulty.files, 'new.json'))).size).toBe(size);
});

test('an answer that was lost is found out: the file is ours', async ({ dav, faulty }) => {
  const lost = (request) => (request.method === 'PUT' && faulty.count('PUT') === 1 ? { lost: true } : undefined);
  const created = await dav({ do: 'write', path: 'new.json', text: 'mine', expect: 'absent' }, lost);
  expect(created.fault).toBeUndefined();
  expect(created.ok).toBe((await dav({ do: 'find', path: 'new.json' })).ok);
  const replaced = await dav({ do: 'write', path: 'new.json', text: 'mine 2', expect: created.ok }, lost);
  expect(replaced.fault).toBeUndefined();
  expect(await readFile(join(faulty.files, 'new.json'), 'utf8')).toBe('mine 2');
  // Lost, and then somebody else's: not ours.
  const meddled = (request) => {
    if (request.method !== 'PUT') return undefined;
    return faulty.count('PUT') === 1 ? { status: 500 } : { status: 412 };
  };
  const changed = await dav({ do: 'write', path: 'new.json', text: 'other', expect: 'absent' }, meddled);
  expect(changed.fault).toBe('Changed');
});

test('a connection cut in the middle of a GET or a listing gives neither', async ({ dav, faulty }) => {
  await writeFile(join(faulty.files, 'large.json'), 'x'.repeat(100_000));
  const cut = always({ cutDownload: 300 });
  expect((await dav({ do: 'read', path: 'large.json' }, cut)).fault).toBe('Offline');
  expect(faulty.count('GET')).toBe(2);
  expect((await dav({ do: 'list' }, cut)).fault).toBe('Offline');
  const once = (_, count) => (count === 1 ? { cutDownload: 300 } : undefined);
  expect((await dav({ do: 'read', path: 'large.json' }, once)).ok.size).toBe(100_000);
});

test('half a listing, an empty one, and one of another folder are none', async ({ dav }) => {
  const xml = (body) => always({ status: 207, headers: { 'content-type': 'application/xml' }, body });
  const entry = (href) => `<D:response><D:href>${href}</D:href><D:propstat><D:prop><D:resourcetype><D:collection/></D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>`;
  const whole = `<D:multistatus xmlns:D="DAV:">${entry('/o-chung/')}${entry('/o-chung/a/')}</D:multistatus>`;
  expect((await dav({ do: 'list' }, xml(whole))).ok).toHaveLength(1);
  for (const body of [
    '', whole.slice(0, -20), whole.slice(0, 200), '<D:multistatus xmlns:D="DAV:"/>',
    whole.replace('/o-chung/a/', '/etc/a/'), whole.replace('/o-chung/a/', '/o-chung/../a'),
    `<!DOCTYPE x [<!ENTITY a "b">]>${whole}`,
  ]) {
    expect((await dav({ do: 'list' }, xml(body))).fault, body).toBe('NotADrive');
  }
  expect((await dav({ do: 'list' }, always({ status: 200, body: whole }))).fault).toBe('NotADrive');
});

test('a login page with status 200 is no drive, for nothing that is asked', async ({ dav, faulty }) => {
  const html = always({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<!doctype html><form>Đăng nhập</form>' });
  for (const request of [
    { do: 'list' }, { do: 'read', path: 'old.json' }, { do: 'find', path: 'old.json' }, { do: 'remove', path: 'old.json' },
    { do: 'write', path: 'old.json', text: 'new' }, { do: 'write', path: 'new.json', text: 'new', expect: 'absent' },
  ]) {
    expect((await dav(request, html)).fault, request.do).toBe('NotADrive');
  }
  expect((await dav({ do: 'probe' }, html)).ok.steps).toEqual(['Open Failed(NotADrive)']);
  // Only the PUT meets the page: it looks like success, and is none.
  const put = on('PUT', { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Đăng nhập' });
  expect((await dav({ do: 'write', path: 'new.json', text: 'new', expect: 'absent' }, put)).fault).toBe('NotADrive');
  expect(await names(faulty.files)).toEqual(['old.json']);
});

test('a redirect is not followed, and takes no password along', async ({ dav }) => {
  const seen = [];
  const elsewhere = createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(207, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' }).end();
  });
  await new Promise((done) => elsewhere.listen(0, '127.0.0.1', done));
  const location = `http://127.0.0.1:${elsewhere.address().port}/o-chung/`;
  for (const status of [301, 302, 307, 308]) {
    for (const request of [{ do: 'list' }, { do: 'read', path: 'old.json' }, { do: 'write', path: 'a.json', text: 'x' }]) {
      expect((await dav(request, always({ status, headers: { location } }))).fault).toBe('NotADrive');
    }
  }
  expect(seen).toEqual([]);
  await new Promise((done) => elsewhere.close(done));
});

test('what is too slow is given up, and so is what never answers', async ({ dav, faulty }) => {
  expect((await dav({ do: 'list', patience: 300 }, always({ mute: true }))).fault).toBe('Timeout');
  expect((await dav({ do: 'read', path: 'old.json', patience: 300 }, always({ slow: 400 }))).fault).toBe('Timeout');
  expect((await dav({ do: 'write', path: 'new.json', text: 'x', patience: 3000 }, on('PUT', { mute: true }))).fault).toBe('Timeout');
  expect(faulty.count('PUT')).toBe(1);
  expect(await names(faulty.files)).toEqual(['old.json']);
});

test('a cancel ends what is under way, also while it waits', async ({ dav, faulty }) => {
  expect((await dav({ do: 'list', stop: 500 }, always({ mute: true }))).fault).toBe('Cancelled');
  const later = always({ status: 429, headers: { 'retry-after': '2' } });
  expect((await dav({ do: 'list', stop: 1500 }, later)).fault).toBe('Cancelled');
  expect(faulty.requests).toHaveLength(1);
});

test('a server that is not there, and a browser without a network', async ({ dav, faulty, drives, context }) => {
  const page = await drives(`${faulty.origin}/`);
  expect((await page.dav('http://127.0.0.1:9/x/', { do: 'list' })).fault).toBe('OfflineOrCors');
  await context.setOffline(true);
  expect((await dav({ do: 'list' })).fault).toBe('Offline');
  expect((await dav({ do: 'write', path: 'a.json', text: 'x' })).fault).toBe('Offline');
  await context.setOffline(false);
  expect((await dav({ do: 'list' })).ok).toHaveLength(1);
});

test('a server that ignores conditions is found out, and they are looked up instead', async ({ dav, faulty }) => {
  const deaf = always({ without: ['if-match', 'if-none-match'] });
  const { ok } = await dav({ do: 'probe' }, deaf);
  expect(ok.known).toEqual(MOVES);
  expect(ok.steps).toContain('Conditions Cannot');
  expect(await names(faulty.files)).toEqual(['old.json']);
  for (const known of [PLAIN, MOVES]) {
    const taken = await dav({ do: 'write', path: 'old.json', text: 'new', expect: 'absent', known }, deaf);
    expect(taken.fault).toBe('Changed');
    const stale = await dav({ do: 'write', path: 'old.json', text: 'new', expect: '"stale"', known }, deaf);
    expect(stale.fault).toBe('Changed');
    expect(faulty.count('PUT')).toBe(0);
  }
  expect(await readFile(join(faulty.files, 'old.json'), 'utf8')).toBe('old');
});

test('a server that refuses every condition keeps none', async ({ dav }) => {
  const refusing = (request) => (request.headers['if-match'] || request.headers['if-none-match'] ? { status: 412 } : undefined);
  const { ok } = await dav({ do: 'probe' }, refusing);
  expect(ok.known).toEqual(MOVES);
});

test('a server that cannot move is written to plainly', async ({ dav, faulty }) => {
  const plain = (request) => (request.method === 'MOVE' ? { status: 501 } : { without: ['if-match', 'if-none-match'] });
  const { ok } = await dav({ do: 'probe' }, plain);
  expect(ok.known).toEqual(PLAIN);
  expect(ok.steps.slice(-3)).toEqual(['Conditions Cannot', 'Move Cannot', 'Remove Done']);
  expect(await names(faulty.files)).toEqual(['old.json']);
});

test('a probe that fails in the middle leaves nothing behind', async ({ dav, faulty }) => {
  for (const [fault, step] of [
    [on('GET', { status: 403 }), 'ReadBack Failed(Forbidden)'],
    [on('PUT', { status: 507 }), 'Write Failed(Full)'],
    [on('PUT', { status: 413 }), 'Write Failed(TooLarge)'],
    [(request) => (request.headers['if-match'] ? { status: 500 } : undefined), 'Conditions Failed(Server(500))'],
    [(request) => (request.method === 'PUT' && faulty.count('PUT') === 1 ? { lost: true } : undefined), 'Remove Done'],
  ]) {
    const { ok } = await dav({ do: 'probe', tries: 1 }, fault);
    expect(ok.steps).toContain(step);
    expect(await names(faulty.files), step).toEqual(['old.json']);
  }
  const stuck = await dav({ do: 'probe' }, on('DELETE', { status: 403 }));
  expect(stuck.ok.steps).toContain('Remove Failed(Forbidden)');
});

test('at most four requests at once', async ({ dav, faulty }) => {
  let now = 0;
  let most = 0;
  const written = await dav({ do: 'write-many', path: 'many', size: 20 }, () => {
    now += 1;
    most = Math.max(most, now);
    return { done: () => { now -= 1; } };
  });
  expect(written.ok).toBe(20);
  expect(await names(join(faulty.files, 'many'))).toHaveLength(20);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
});

base('rclone: a cut upload leaves the old file whole, by the move', async ({ site, drives, servers }) => {
  const rclone = await servers.rclone();
  await writeFile(join(rclone.files, 'old.json'), 'old');
  const faulty = await servers.faulty({ site, origin: rclone.origin });
  const page = await drives(`${faulty.origin}/`);
  const cut = (request) => (request.method === 'PUT' ? { cutUpload: 500_000 } : undefined);
  faulty.reset(cut);
  const request = { do: 'write', path: 'old.json', size: 2_000_000 };
  expect((await page.dav('/o-chung/', { ...request, known: MOVES })).fault).toBe('OfflineOrCors');
  expect(await readFile(join(rclone.files, 'old.json'), 'utf8')).toBe('old');
  faulty.reset();
  expect((await page.dav('/o-chung/', { do: 'list' })).ok.map(({ name }) => name)).toEqual(['old.json']);
  // Why that is worth a request more: plainly written, half of the new file is all there is.
  faulty.reset(cut);
  expect((await page.dav('/o-chung/', { ...request, known: PLAIN })).fault).toBe('OfflineOrCors');
  await sleep(200);
  expect((await stat(join(rclone.files, 'old.json'))).size).toBeLessThan(2_000_000);
});
