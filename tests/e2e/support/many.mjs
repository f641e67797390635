// A year with many tasks and meetings, written where the app keeps it: typing them takes hours.

/** The rows of a year: [path, value] of each field. */
export function manyFields({ tasks, meetings, year }) {
  const day = (at) => new Date(Date.UTC(year, 0, 1 + (at % 365))).toISOString().slice(0, 10);
  const rows = [];
  for (let at = 0; at < tasks; at++) {
    const id = `t-${String(at).padStart(5, '0')}`;
    rows.push(
      [`task/${id}/content`, `Việc số ${at + 1}: sinh hoạt chuyên đề, phổ biến chính sách mới`],
      [`task/${id}/start`, day(at)],
      [`task/${id}/end`, day(at)],
      [`task/${id}/lead`, 'Trần Văn Bình'],
      [`task/${id}/for/1.4.1`, true],
      [`task/${id}/state`, at % 3 ? 'planned' : 'done'],
      [`task/${id}/order`, (at + 1) * 1024],
    );
    if (at % 3 === 0) rows.push([`task/${id}/done`, day(at)]);
  }
  for (let at = 0; at < meetings; at++) {
    rows.push(
      [`meeting/m-${at}/date`, day(at)],
      [`meeting/m-${at}/present`, 18],
      [`meeting/m-${at}/total`, 25],
      [`meeting/m-${at}/conclusions`, 'Thống nhất các nội dung phân công.'],
    );
  }
  return rows;
}

/** Writes fields into the only dossier of this browser; they are there after a reload. */
export function writeFields(page, rows) {
  return page.evaluate(async (rows) => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const db = await settled(indexedDB.open('ba-chu-dong'));
    const [dossier] = await settled(db.transaction('dossiers').objectStore('dossiers').getAllKeys());
    const device = await settled(db.transaction('meta').objectStore('meta').get('device'));
    const change = db.transaction('fields', 'readwrite');
    const store = change.objectStore('fields');
    rows.forEach(([path, v], at) => {
      const entry = { v, n: 1000 + at, dev: device, at: '2026-01-05T08:00:00+07:00', by: 'Nguyễn Thị Lan' };
      store.put(`1${JSON.stringify(entry)}`, `${dossier}|${path}`);
    });
    await new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onerror = () => reject(change.error);
    });
    db.close();
  }, rows);
}
