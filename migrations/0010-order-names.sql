-- outside a transaction
-- Shoppers type what stands on their receipt, which is the order's name as often as its number.
create index concurrently if not exists orders_name on orders (org_id, shop_id, lower(doc -> 'refs' ->> 'name'));
