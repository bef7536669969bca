// Keeps each screen's page and what it is drawn with: a power cut while the network is away, or a proxy that answers for
// a station that stands still, leaves a screen that goes on by itself. Its list lies in the page's own store.
"use strict";

const KEPT = "yizhan-screen";
const PARTS = ["{{ style }}", "{{ script }}"];

function answer(request) {
  return fetch(request).then(function (fresh) {
    if (fresh.status >= 500) { throw new Error(String(fresh.status)); }
    if (!fresh.ok || fresh.redirected) { return fresh; }
    const copy = fresh.clone();
    return caches.open(KEPT).then(function (cache) { return cache.put(request, copy); }).then(function () { return fresh; }, function () { return fresh; });
  }).catch(function () {
    return caches.match(request, { ignoreVary: true }).then(function (kept) { return kept || Response.error(); });
  });
}

// The screen that is open now was there before this script, and is the one that a power cut takes.
function keepOpen(cache) {
  return self.clients.matchAll({ includeUncontrolled: true, type: "window" }).then(function (open) {
    return Promise.all(open.filter(function (one) { return new URL(one.url).pathname.indexOf("/screen/") === 0; }).map(function (one) {
      return cache.add(one.url).catch(function () { /* kept at its next reload */ });
    }));
  });
}
function dropOld(cache) {
  return cache.keys().then(function (kept) {
    return Promise.all(kept.filter(function (one) {
      const path = new URL(one.url).pathname;
      return path.indexOf("/screen/") !== 0 && PARTS.indexOf(path) < 0;
    }).map(function (one) { return cache.delete(one); }));
  });
}

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(KEPT).then(function (cache) {
    return cache.addAll(PARTS).then(function () { return keepOpen(cache); });
  }).then(function () { return self.skipWaiting(); }));
});
self.addEventListener("activate", function (event) {
  event.waitUntil(caches.open(KEPT).then(dropOld).then(function () { return self.clients.claim(); }));
});
self.addEventListener("fetch", function (event) {
  const request = event.request, path = new URL(request.url).pathname;
  if (request.method === "GET" && (request.mode === "navigate" || PARTS.indexOf(path) >= 0)) { event.respondWith(answer(request)); }
});
