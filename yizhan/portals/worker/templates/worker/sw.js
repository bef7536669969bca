// The service worker of the worker's pages. It keeps copies only of pages that say so themselves (X-Keep-Offline: the same
// for everybody, nothing of anybody in them), shows them when there is no network, and never keeps what is one's own.
"use strict";

const PAGES = "yizhan-worker-pages", PARTS = "yizhan-worker-parts", MOST = 40;
const STYLE = "{{ style }}", SCRIPT = "{{ script }}", OFFLINE = "{% url "worker:offline" %}";

function keepPage(request, answer) {
  return caches.open(PAGES).then(function (cache) {
    // What varies with cookies or language would stand there twice.
    return cache.delete(request, { ignoreVary: true }).then(function () { return cache.put(request, answer); }).then(function () { return cache.keys(); }).then(function (keys) {
      return Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map(function (old) { return cache.delete(old); }));
    });
  });
}

// A page shows its moment only when it comes from here.
function saidToBeOld(kept) {
  if (!kept) { return kept; }
  return kept.text().then(function (html) {
    const headers = new Headers(kept.headers);
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
    return new Response(html.replace("data-old hidden", "data-old"), { status: kept.status, headers: headers });
  });
}

function page(request) {
  return fetch(request).then(function (answer) {
    if (answer.ok && !answer.redirected && answer.headers.get("X-Keep-Offline") === "1") {
      const copy = answer.clone();
      return keepPage(request, copy).then(function () { return answer; }, function () { return answer; });
    }
    return answer;
  }, function () {
    return caches.match(request, { ignoreVary: true }).then(function (kept) {
      return kept || caches.match(OFFLINE, { ignoreVary: true });
    }).then(saidToBeOld).then(function (kept) { return kept || Response.error(); });
  });
}

function part(request) {
  return caches.match(request, { ignoreVary: true }).then(function (kept) {
    return kept || fetch(request).then(function (answer) {
      if (!answer.ok) { return answer; }
      const copy = answer.clone();
      return caches.open(PARTS).then(function (cache) { return cache.put(request, copy); }).then(function () { return answer; });
    });
  });
}

self.addEventListener("install", function (event) {
  event.waitUntil(caches.delete(PARTS).then(function () { return caches.open(PARTS); }).then(function (cache) {
    return cache.addAll([STYLE, SCRIPT, OFFLINE]);
  }).then(function () { return self.skipWaiting(); }));
});

self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

// Who is signed in sees a posting with what is their own. What is kept is the same page as it is for everybody, asked for
// without the phone's cookies.
self.addEventListener("message", function (event) {
  const url = new URL(event.data.keep, self.location.origin);
  if (url.origin !== self.location.origin) { return; }
  event.waitUntil(fetch(url.href, { credentials: "omit" }).then(function (answer) {
    return answer.ok && !answer.redirected && answer.headers.get("X-Keep-Offline") === "1" ? keepPage(url.href, answer) : null;
  }).catch(function () { /* no network: what is there stays */ }));
});

self.addEventListener("fetch", function (event) {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) { return; }
  if (event.request.mode === "navigate") { event.respondWith(page(event.request)); }
  else if (url.pathname.indexOf("/static/") === 0) { event.respondWith(part(event.request)); }
});
