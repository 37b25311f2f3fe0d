/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The texts of a dossier: what people read first, and what the log signs. */
#include "proof/dossier_own.h"

static const char readme[] =
    "What this is\n"
    "============\n"
    "\n"
    "%s"
    "\n"
    "It is made to be checked by somebody who does not have the program that\n"
    "made it and need not trust whoever handed it over.\n"
    "\n"
    "    data/records/      what was recorded, field by field, with all that\n"
    "                       was there before\n"
    "    data/evidence/     files\n"
    "    data/journal/      every step of the audit in order, and the proof\n"
    "                       that each is in the journal\n"
    "    data/omitted.txt   what was left out, and why\n"
    "\n"
    "\n"
    "How to check it\n"
    "===============\n"
    "\n"
    "On any computer with a POSIX shell, coreutils and openssl 3:\n"
    "\n"
    "    sh data/verify.sh -k KEY -c CHECKPOINT\n"
    "\n"
    "KEY is the line that you were given as the journal's verifier key, and\n"
    "CHECKPOINT a file with the three lines and the signature that you were\n"
    "given at the closing meeting or read from a report.  Both may be left\n"
    "out; then the check shows that the dossier is whole and signed by the\n"
    "key in it, but not that this key is the right one, nor that the journal\n"
    "is still the one you saw before.\n"
    "\n"
    "The script came with the dossier.  If you do not trust it either, take\n"
    "it from the program's source, or do by hand what it does:\n"
    "\n"
    "1. All files are those that are listed:\n"
    "\n"
    "       sha256sum -c --strict tagmanifest-sha256.txt "
    "manifest-sha256.txt\n"
    "\n"
    "2. The journal's key signed the checkpoint and the lists.  Put the text\n"
    "   before the empty line of data/journal/checkpoint.note, with its last\n"
    "   line feed, into TEXT, the decoded end of the first line that begins\n"
    "   with a dash, without its first 4 bytes, into SIG, and the key as PEM\n"
    "   into KEY.pem:\n"
    "\n"
    "       head -n 3 data/journal/checkpoint.note >TEXT\n"
    "       tail -n +5 data/journal/checkpoint.note | head -n 1 |\n"
    "           cut -d' ' -f3 | base64 -d | tail -c +5 >SIG\n"
    "       { printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041"
    "\\000'\n"
    "         cut -d+ -f3- data/journal/key.vkey | base64 -d | tail -c +2\n"
    "       } | openssl pkey -pubin -inform DER -out KEY.pem\n"
    "       openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin -in TEXT "
    "-sigfile SIG\n"
    "\n"
    "   The same for dossier.note, whose text has four lines; the last is\n"
    "   the SHA-256 of tagmanifest-sha256.txt.\n"
    "\n"
    "3. No step is missing: \"previous\" of each entry in data/journal/entries\n"
    "   is the leaf of the entry before it,\n"
    "\n"
    "       { printf '\\000'; cat data/journal/entries/I.txt; } | sha256sum\n"
    "\n"
    "4. Each leaf is in the journal: data/journal/proofs has a proof of the\n"
    "   form c2sp.org/tlog-proof@v1 for each entry, after RFC 6962.\n"
    "\n"
    "5. Each value is what the entry says.  A file of data/records is a salt\n"
    "   of 32 bytes, the name of the field, a NUL and the value:\n"
    "\n"
    "       tail -c +33 FILE | tr '\\000' ' '\n"
    "\n"
    "   The SHA-256 of the file is its commitment; \"values\" of an entry is\n"
    "   the SHA-256 of the lines \"NAME COMMITMENT\" in order of NAME, where\n"
    "   those of values that are not opened stand in data/journal/closed.txt.\n"
    "\n"
    "6. \"blob\" of an entry is the SHA-256 of a file, in data or omitted.\n"
    "\n"
    "\n"
    "How to read it\n"
    "==============\n"
    "\n"
    "    sh data/verify.sh show              the records\n"
    "    sh data/verify.sh show finding-1    the newest values of one\n"
    "\n"
    "Pages and tables that lie beside are for convenience: the journal's key\n"
    "signed them with the whole, and what counts are the values above.\n";

char *
dossier_readme(struct arena *a, const char *about)
{
	return arena_fmt(a, readme, about);
}

char *
dossier_note_text(struct arena *a, int64_t audit, const struct checkpoint *cp,
    const unsigned char sum[HASH])
{
	char root[HEX], list[HEX];

	hash_hex(cp->root, root);
	hash_hex(sum, list);
	return arena_fmt(a, "muster-dossier/1\naudit %lld\ncheckpoint %lld %s\n"
	    "tagmanifest-sha256 %s\n", (long long)audit, (long long)cp->size,
	    root, list);
}
