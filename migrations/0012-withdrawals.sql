-- Statements by which consumers withdraw from a purchase (Directive 2011/83/EU, article 11a). What was declared is never changed; what came of it stands beside it.
create table withdrawals (
  org_id uuid not null,
  id uuid not null,
  shop_id uuid not null,
  -- For people: stands on the acknowledgement.
  number text not null,
  received_at timestamptz not null,
  statement json not null,
  -- The order it was found to be about; null until somebody says.
  order_id uuid,
  returns uuid[] not null default '{}',
  -- received, opened (a return was made of it), waiting (a person has to look)
  state text not null,
  -- Why a person has to look, as a code.
  why text,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, shop_id) references shops (org_id, id)
);
create index withdrawals_page on withdrawals (org_id, received_at desc, id);
create index withdrawals_of_order on withdrawals (org_id, order_id);
