-- After what a customer was asked, and which product that was about: rules may ask for both, and teams own products.
ALTER TABLE feedback ADD COLUMN touchpoint text, ADD COLUMN product text;
