"""Messages that leave the station: one port, an outbox written with the event, adapters behind fixed hosts."""
