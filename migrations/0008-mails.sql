-- What shoppers and staff are written, and what came of it: the queue and the log in one.
create table mails (
  org_id uuid not null,
  -- Stands in the mail's Message-ID too.
  id uuid not null,
  shop_id uuid not null,
  return_id uuid,
  order_id uuid,
  kind text not null,
  to_address text not null,
  language text not null,
  -- What makes it this mail and no other; ordering it twice leaves one.
  key text not null,
  -- failed: refused for good, or tried for three days. dropped: there was nothing to send, or no way to send it; why says which.
  state text not null check (state in ('queued', 'sent', 'failed', 'dropped')),
  tries integer not null default 0,
  -- How often somebody had it sent once more.
  again integer not null default 0,
  -- When it is due; while somebody is sending it, until when it is theirs.
  next_try_at timestamptz not null,
  made_at timestamptz not null,
  sent_at timestamptz,
  message_id text,
  -- As it was last written.
  subject text,
  -- Which facts it tells of, by their ids; words and names are read from the return when it is written.
  doc json not null,
  -- A code that opens something, sealed; gone once the mail is out.
  secret text,
  why text,
  primary key (org_id, id),
  unique (org_id, key)
);
create index mails_due on mails (org_id, next_try_at) where state = 'queued';
create index mails_log on mails (org_id, made_at, id);
create index mails_of_return on mails (org_id, return_id, made_at) where return_id is not null;
create index mails_of_order on mails (org_id, order_id) where order_id is not null;
