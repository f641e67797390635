// The second module of the app, started by the first when it is needed.
import start from '%SCRIPT%';

export default () => start({ module_or_path: new URL('./%MODULE%', import.meta.url) });
