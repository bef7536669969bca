"""The open API, `/api/v1`: what anybody's program may read, what a partner's may send, and news that is sent to it."""
