-- Fine beside the older version: there was none before this; nothing had been released.
-- When time itself has something to do with a return: a default outcome falls due, or a reminder. Unlike due_at it is empty where only people are awaited.
alter table returns add column sweep_at timestamptz;
update returns set sweep_at = due_at;
create index returns_sweep on returns (org_id, sweep_at, id) where sweep_at is not null;

-- Where an organisation wants to be told what happens, and in whose language.
create table endpoints (
  org_id uuid not null,
  id uuid not null,
  format text not null,
  state text not null check (state in ('on', 'off')),
  -- The first failure since the last success.
  failing_since timestamptz,
  -- Bad answers in a row; a good one sets it to nothing.
  failures integer not null default 0,
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The signing secrets, newest first, sealed with the installation's secret.
  sealed text not null,
  doc json not null,
  primary key (org_id, id)
);

-- One event on its way to one endpoint.
create table deliveries (
  org_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  -- What the receiver tells repetitions by: the event's id, the same in every attempt and every replay.
  event_id uuid not null,
  return_id uuid,
  sequence integer,
  type text not null,
  at timestamptz not null,
  -- done: accepted. dead: all attempts used up. dropped: its language has no word for this.
  state text not null check (state in ('waiting', 'taken', 'done', 'dead', 'dropped')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  taken_until timestamptz,
  is_replay boolean not null default false,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, endpoint_id) references endpoints (org_id, id) on delete cascade
);
create index deliveries_due on deliveries (org_id, endpoint_id, next_at) where state = 'waiting';
create index deliveries_line on deliveries (org_id, return_id, endpoint_id, sequence) where state in ('waiting', 'taken');
-- How many are under way is counted before more are taken, however many wait.
create index deliveries_taken on deliveries (org_id, endpoint_id) where state = 'taken';
create index deliveries_log on deliveries (org_id, endpoint_id, created_at, id);
create index deliveries_age on deliveries (finished_at) where finished_at is not null;

create table attempts (
  org_id uuid not null,
  delivery_id uuid not null,
  attempt integer not null,
  at timestamptz not null,
  -- What came back; null when nothing did.
  status integer,
  latency_ms integer not null,
  -- Why it does not count as delivered; null when it does.
  error text,
  -- The beginning of the answer.
  answer text,
  primary key (org_id, delivery_id, attempt),
  foreign key (org_id, delivery_id) references deliveries (org_id, id) on delete cascade
);

-- News of one return always leaves in the order it was written, whatever clock drew its id.
alter table outbox drop constraint outbox_pkey;
alter table outbox add primary key (org_id, return_id, from_sequence);
