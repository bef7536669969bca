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

self.addEventListener("install", function (event) {
  event.waitUntil(caches.delete(KEPT).then(function () { return caches.open(KEPT); }).then(function (cache) {
    return cache.addAll(PARTS);
  }).then(function () { return self.skipWaiting(); }));
});
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener("fetch", function (event) {
  const request = event.request, path = new URL(request.url).pathname;
  if (request.method === "GET" && (request.mode === "navigate" || PARTS.indexOf(path) >= 0)) { event.respondWith(answer(request)); }
});
