// Has the browser keep the app, for the time when there is no network (offline/worker.js). Browsers
// that cannot do that, and pages that are not secure, do without.

const WORKER = "/service-worker.js"; // at the root, since it serves all that is below it

const policy = self.trustedTypes?.createPolicy("service-worker", { createScriptURL: () => WORKER });

export function keepApp() {
  const worker = policy?.createScriptURL("") ?? WORKER;
  navigator.serviceWorker?.register(worker).catch(() => {}); // such as in a private window
}
