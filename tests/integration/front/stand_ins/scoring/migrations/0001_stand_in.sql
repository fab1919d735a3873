CREATE TABLE stand_in (id integer PRIMARY KEY);
