"""What every service of Escucha has in common. No word of the business lives here."""
