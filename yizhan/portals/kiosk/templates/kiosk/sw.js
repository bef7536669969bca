// Keeps the kiosk's public pages, the newest of each, so that the hall can go on reading while the network is away.
"use strict";

const KEPT = "yizhan-kiosk", MOST = 200;
const PARTS = ["{{ style }}", "{{ script }}"];

function keep(request, answer) {
  return caches.open(KEPT).then(function (cache) {
    return cache.put(request, answer).then(function () { return cache.keys(); }).then(function (keys) {
      return Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map(function (old) { return cache.delete(old); }));
    });
  });
}

// What is not said to be for everybody (calling for help) is never kept.
function isForAll(answer) { return (answer.headers.get("Cache-Control") || "").indexOf("public") >= 0; }

function answer(request) {
  return fetch(request).then(function (fresh) {
    if (!fresh.ok || fresh.redirected || !isForAll(fresh)) { return fresh; }
    const copy = fresh.clone();
    return keep(request, copy).then(function () { return fresh; }, function () { return fresh; });
  }, function () {
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
  const url = new URL(event.request.url);
  const ours = url.origin === self.location.origin && (url.pathname.indexOf("/kiosk/") === 0 || PARTS.indexOf(url.pathname) >= 0);
  if (event.request.method === "GET" && ours) { event.respondWith(answer(event.request)); }
});
