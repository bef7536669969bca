// The service worker of the field page: keeps a copy of that page and of what it is made of, and nothing else of the desk.
// It keeps only what the page tells it to keep, when somebody takes the rosters along. With network the page is always the
// station's newest; without, the copy opens. Where the page is refused (signed out) the copy goes.
"use strict";

const KEPT = "yizhan-field";
const ANY = { ignoreVary: true };

function isPage(url) { return url.pathname === "/gigs/field/"; }

function isStatic(url) { return url.pathname.indexOf("/static/") === 0; }

function put(request, answer) {
  return caches.open(KEPT).then(function (cache) { return cache.put(request, answer); });
}

function drop(request) {
  return caches.open(KEPT).then(function (cache) { return cache.delete(request, ANY); });
}

function fetchAndPut(address) {
  const request = new Request(address, { credentials: "include" });
  return fetch(request).then(function (answer) {
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return put(request, answer);
  });
}

function page(request) {
  return fetch(request).then(function (answer) {
    const follow = answer.ok ? fresh(request, answer.clone()) : drop(request);
    return follow.then(function () { return answer; });
  }, function () {
    return caches.match(request, ANY).then(function (kept) { return kept || Response.error(); });
  });
}

// Renews the copy only where there is one: looking at the page alone takes nothing along.
function fresh(request, answer) {
  return caches.match(request, ANY).then(function (kept) { return kept ? put(request, answer) : null; });
}

function part(request) {
  return caches.match(request, ANY).then(function (kept) { return kept || fetch(request); });
}

self.addEventListener("install", function () { self.skipWaiting(); });

self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

self.addEventListener("message", function (event) {
  const port = event.ports[0];
  event.waitUntil(Promise.all(event.data.keep.map(fetchAndPut)).then(
    function () { port.postMessage("kept"); },
    function () { port.postMessage("failed"); }
  ));
});

self.addEventListener("fetch", function (event) {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isPage(url)) event.respondWith(page(event.request));
  else if (isStatic(url)) event.respondWith(part(event.request));
});
