{% load i18n %}{% trans "网络断了，请到窗口办理。网络恢复后会自动回到首页。" as away %}{% language "en" %}{% trans "网络断了，请到窗口办理。网络恢复后会自动回到首页。" as away_en %}{% endlanguage %}// Keeps the kiosk's public pages, the newest of each, so that the hall can go on reading while the network is away.
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

// A page that was never read here: in its place the station's first page, which a minute later begins anew by itself.
// The browser's own error page would stand there until somebody comes with a keyboard.
function instead(request) {
  const home = /^\/kiosk\/[0-9a-f-]{36}\//.exec(new URL(request.url).pathname);
  if (request.mode !== "navigate" || !home) { return Response.error(); }
  return caches.match(home[0], { ignoreVary: true }).then(function (kept) {
    return kept || new Response(
      '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="15;url=' + home[0] +
      '"><link rel="stylesheet" href="' + PARTS[0] + '"><title>{{ away|escapejs }}</title><main><h1>{{ away|escapejs }}</h1><p lang="en">{{ away_en|escapejs }}</p></main></html>',
      { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  });
}

// A proxy whose station is down, and a station that stumbles, answer too: with nothing that helps anybody in a hall.
function reach(request) {
  return fetch(request).then(function (fresh) {
    if (fresh.status >= 500) { throw new Error(String(fresh.status)); }
    return fresh;
  });
}

function answer(request) {
  return reach(request).then(function (fresh) {
    if (!fresh.ok || fresh.redirected || !isForAll(fresh)) { return fresh; }
    const copy = fresh.clone();
    return keep(request, copy).then(function () { return fresh; }, function () { return fresh; });
  }, function () {
    return caches.match(request, { ignoreVary: true }).then(function (kept) { return kept || instead(request); });
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
  // Calling for help is never kept; but pressing its button must not lead out of the kiosk either.
  else if (event.request.mode === "navigate" && ours) {
    event.respondWith(reach(event.request).catch(function () { return instead(event.request); }));
  }
});
