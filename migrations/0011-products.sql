-- What a shop sells now, as it feeds it in: what shoppers may choose instead of what they send back.
create table products (
  org_id uuid not null,
  shop_id uuid not null,
  -- The shop's own id of it.
  id text not null,
  title text not null,
  -- What people look for: title, maker, kind, and each variant's code and options, in small letters.
  words text not null,
  updated_at timestamptz not null,
  -- Variants with options, prices and stock.
  doc json not null,
  primary key (org_id, shop_id, id),
  foreign key (org_id, shop_id) references shops (org_id, id)
);
create index products_by_title on products (org_id, shop_id, title, id);
