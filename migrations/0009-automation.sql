-- A rule of automation that was set off on a return: what is still to be done, and what came of it. Written together with the events that set it off.
create table firings (
  org_id uuid not null,
  return_id uuid not null,
  -- The rule's own name in the shop's settings.
  rule text not null,
  -- The event that set it off, or the word return where the rule acts once on each return.
  key text not null,
  id uuid not null,
  shop_id uuid not null,
  event_id uuid not null,
  event_sequence integer not null,
  event_type text not null,
  -- How deep in a chain of rules that set each other off.
  depth integer not null,
  priority integer not null,
  -- When it was set off.
  at timestamptz not null,
  -- tried: a dry run. passed_over: there was nothing to do any more. stopped: it went in a circle. given_up: it went wrong again and again.
  state text not null check (state in ('waiting', 'taken', 'done', 'tried', 'passed_over', 'refused', 'stopped', 'given_up')),
  attempts integer not null default 0,
  -- When its delay is over, or when it is tried again.
  next_at timestamptz not null,
  taken_until timestamptz,
  finished_at timestamptz,
  -- What it made happen, or would have: the types of the events.
  happened text[] not null default '{}',
  code text,
  why text,
  primary key (org_id, return_id, rule, key)
);
create index firings_due on firings (org_id, next_at) where state in ('waiting', 'taken');
create index firings_log on firings (org_id, shop_id, at, id);
