#!/bin/sh
# Makes the secrets that docker-compose.yml mounts: `sh deploy/secrets.sh`. What is there already stays as it is.
set -eu
umask 077
folder=${1:-$(dirname "$0")/../secrets}

# The folder keeps other people of this machine out. The files inside can be read by all, for the users of the
# containers, who get one file each and not the folder, have other numbers than the people here.
mkdir -p "$folder"
chmod 700 "$folder"

keep() {
    if [ ! -s "$folder/$1" ]; then
        printf '%s' "$2" > "$folder/$1.new"
        chmod 444 "$folder/$1.new"
        mv "$folder/$1.new" "$folder/$1"
        echo "made $1"
    fi
}

random() {
    od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n'
}

keep secret_key "$(random)"
keep internal_key "$(random)"
keep postgres_password "$(random)"
for name in survey router scoring; do
    keep "${name}_database_password" "$(random)"
    keep "${name}_database_url" \
        "postgresql://escucha_$name:$(cat "$folder/${name}_database_password")@postgres:5432/escucha_$name"
done
keep valkey_password "$(random)"
keep valkey_conf "requirepass $(cat "$folder/valkey_password")"
keep redis_url "redis://:$(cat "$folder/valkey_password")@valkey:6379/0"
# A mail server of your own may want a password, which makes this a secret. This one is the catcher's.
keep smtp_url "smtp://mailpit:1025"
