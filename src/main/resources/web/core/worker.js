// Has the browser keep the app, for the time when there is no network (offline/worker.js). Browsers
// that cannot do that, and pages that are not secure, do without.

const PAUSE = 5_000; // what the worker fetches comes after the first photos
const WORKER = "/service-worker.js"; // at the root, since it serves all that is below it

const policy = self.trustedTypes?.createPolicy("service-worker", { createScriptURL: () => WORKER });

export function keepApp() {
  const worker = policy?.createScriptURL("") ?? WORKER;
  const register = () => navigator.serviceWorker?.register(worker).catch(() => {}); // in private windows
  setTimeout(register, PAUSE);
}
