-- Up Migration
INSERT INTO plans (id, name, description, rpm, concurrency, model_classes, cloud_access, queue_priority, position) VALUES
  ('pln_basic', 'Basic', 'Small and medium local models, 10 requests a minute.', 10, 10, '{small,medium}', false, 0, 1),
  ('pln_pro', 'Pro', 'Adds large and cloud models, 30 requests a minute.', 30, 30, '{small,medium,large}', true, 1, 2),
  ('pln_enterprise', 'Enterprise', 'All models, 60 requests a minute, first in the queue.', 60, 60, '{small,medium,large}', true, 2, 3);

-- Down Migration
DELETE FROM plans WHERE id IN ('pln_basic', 'pln_pro', 'pln_enterprise');
