-- Run by the image of PostgreSQL, once, on an empty volume: a database for each service, and a role that owns it.
\set survey_password `cat /run/secrets/survey_database_password`
\set router_password `cat /run/secrets/router_database_password`
\set scoring_password `cat /run/secrets/scoring_database_password`

CREATE ROLE escucha_survey LOGIN PASSWORD :'survey_password';
CREATE ROLE escucha_router LOGIN PASSWORD :'router_password';
CREATE ROLE escucha_scoring LOGIN PASSWORD :'scoring_password';

CREATE DATABASE escucha_survey OWNER escucha_survey ENCODING 'UTF8' TEMPLATE template0;
CREATE DATABASE escucha_router OWNER escucha_router ENCODING 'UTF8' TEMPLATE template0;
CREATE DATABASE escucha_scoring OWNER escucha_scoring ENCODING 'UTF8' TEMPLATE template0;

-- A service opens its own database and no other.
REVOKE ALL ON DATABASE escucha_survey, escucha_router, escucha_scoring FROM PUBLIC;
