// The second module of the app, started by the first when it is needed.
import start from '%SCRIPT%';

// Its own stylesheet first: a page that is drawn without it would jump.
const styled = new Promise((resolve, reject) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = document.querySelector('meta[name="bcd-desk-pages"]').content;
  link.onload = resolve;
  link.onerror = () => reject(new Error(`${link.href} did not load`));
  document.head.append(link);
});

export default () => styled.then(() => start({ module_or_path: new URL('./%MODULE%', import.meta.url) }));
