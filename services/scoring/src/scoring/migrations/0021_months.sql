-- Response rates and resolved feedback by month, in the few dimensions of a dashboard: they stand beside a thousand
-- scores, and by day they are as many rows as there are days and places.
CREATE TABLE monthly_invitation_rollups (
    month date NOT NULL,
    survey text NOT NULL,
    version integer NOT NULL,
    journey text NOT NULL,
    channel text NOT NULL,
    delivered integer NOT NULL,
    answered integer NOT NULL,
    PRIMARY KEY (month, survey, version, journey, channel)
);
INSERT INTO monthly_invitation_rollups
SELECT date_trunc('month', day)::date, survey, version, journey, channel, sum(delivered), sum(answered)
FROM invitation_rollups
GROUP BY 1, 2, 3, 4, 5;

CREATE TABLE monthly_feedback_rollups (
    month date NOT NULL,
    survey text NOT NULL,
    journey text NOT NULL,
    channel text NOT NULL,
    routed integer NOT NULL,
    resolved integer NOT NULL,
    kept integer NOT NULL,
    PRIMARY KEY (month, survey, journey, channel)
);
INSERT INTO monthly_feedback_rollups
SELECT date_trunc('month', day)::date, survey, journey, channel, sum(routed), sum(resolved), sum(kept)
FROM feedback_rollups
GROUP BY 1, 2, 3, 4;
