/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * dossier.c - an audit handed over, and what somebody could do to it.
 *
 * Each change is judged twice: by dossier_verify and by the script in the
 * dossier, which runs with coreutils and openssl alone.
 */
#include "unit.h"

#include "base/file.h"
#include "base/text.h"
#include "log.h"
#include "proof/dossier.h"
#include "tool.h"

#include <time.h>

static const char origin[] = "audit.example.org/journal";

enum { AUDIT = 31, STEPS = 40, OTHERS = 3 };

struct world {
	struct arena *a;
	struct signer *key;
	struct log log;
	struct entry step[STEPS];
	struct dossier_value value[STEPS][3];
	size_t nvalues[STEPS];
	const char *note, *old, *young;
	char blob[2][HEX];              /* one goes along, one stays */
	struct tool_folder folder;
	const char *zip, *unpacked;
};

/* --- an audit -------------------------------------------------------------- */

static void
set_value(struct world *w, int i, const char *name, const char *value)
{
	struct dossier_value *v = &w->value[i][w->nvalues[i]++];
	unsigned char *salt = arena_alloc(w->a, SALT);

	memset(salt, 'a' + i % 20, SALT);
	salt[0] = (unsigned char)name[0];
	*v = (struct dossier_value){ .name = name, .salt = salt,
		.value = value, .n = strlen(value) };
	entry_commit(salt, name, value, v->n, v->c);
}

static void
commit(struct world *w, int i)
{
	struct commitment c[3];
	char *hex = arena_alloc(w->a, HEX);

	for (size_t k = 0; k < w->nvalues[i]; k++) {
		c[k].name = w->value[i][k].name;
		memcpy(c[k].c, w->value[i][k].c, HASH);
	}
	entry_values(w->a, c, w->nvalues[i], hex);
	w->step[i].values = hex;
}

static void
make_step(struct world *w, int i, const char *previous)
{
	static const char *const names[] = { "finding.create", "finding.agree",
		"evidence.create" };
	struct entry *e = &w->step[i];

	*e = (struct entry){ .arrived = 100 + 2 * i, .time = 1789554667 + i,
		.actor = 17, .command = names[i % 3], .type = "finding",
		.record = 1 + i / 4, .rev = 1 + i % 4, .audit = AUDIT,
		.index = w->log.tree.size, .previous = previous };
	set_value(w, i, "title", arena_fmt(w->a, "Title %d\nof two lines",
	    i));
	if (i % 3 == 0)
		set_value(w, i, "reason:", "");
	if (i % 5 == 0) {
		set_value(w, i, "notes", "Erased since");
		w->value[i][w->nvalues[i] - 1].salt = NULL;
	}
	if (i == 5 || i == 6)
		e->blob = w->blob[i - 5];
	if (i == 7) {
		e->type = NULL;
		e->record = e->rev = 0;
		e->command = "audit.export";
		e->outcome = OUTCOME_EXPORTED;
		w->nvalues[i] = 0;
	}
	commit(w, i);
}

static void
make_log(struct world *w)
{
	const char *previous = entry_first;
	char text[64];

	log_make(&w->log, "other", 9);
	for (int i = 0; i < STEPS; i++) {
		unsigned char *leaf;
		char *hex = arena_alloc(w->a, HEX);

		make_step(w, i, previous);
		leaf = w->log.node[0][w->log.tree.size];
		log_add(&w->log, entry_text(w->a, &w->step[i]));
		hash_hex(leaf, hex);
		previous = hex;
		for (int k = 0; k < OTHERS; k++) {
			snprintf(text, sizeof(text), "between %d %d", i, k);
			log_add(&w->log, text);
		}
	}
}

static const char *
sign_size(struct world *w, int64_t size)
{
	struct checkpoint cp = log_checkpoint(&w->log, origin, size);

	return checkpoint_sign(w->a, &cp, w->key);
}

/* As a witness leaves it: the script must pass its line over. */
static const char *
cosigned(struct world *w, const char *note)
{
	struct signer *witness = signer_new("witness.example", KEY_COSIGNER);
	const char *end = strstr(note, "\n\n");
	struct buf out = { .arena = w->a };

	buf_str(&out, note);
	note_add_cosignature(&out, arena_dup(w->a, note,
	    (size_t)(end - note) + 1), witness, 1789554667);
	signer_free(witness);
	return out.s;
}

/* --- its dossier ----------------------------------------------------------- */

static enum rc
to_file(void *arg, struct err *err, const void *p, size_t n)
{
	if (fwrite(p, 1, n, arg) == n)
		return RC_OK;
	return err_set(err, RC_FULL, "no room");
}

static enum rc
from_text(void *arg, struct err *err, void *p, size_t n, size_t *got)
{
	const char **s = arg;

	(void)err;
	*got = strlen(*s) < n ? strlen(*s) : n;
	memcpy(p, *s, *got);
	*s += *got;
	return RC_OK;
}

static enum rc
fill(struct world *w, struct dossier *d, struct err *err)
{
	const char *bytes = "evidence 0";
	enum rc rc = RC_OK;

	for (int i = 0; i < STEPS && !rc; i++)
		rc = dossier_entry(d, err, &w->step[i], w->value[i],
		    w->nvalues[i]);
	if (!rc)
		rc = dossier_evidence(d, err, "E-1.txt", w->blob[0],
		    (int64_t)strlen(bytes), from_text, &bytes);
	if (!rc)
		rc = dossier_omit(d, err, w->blob[1], "may not leave the site");
	if (!rc)
		rc = dossier_file(d, err, "report.html", "<p>", 3);
	if (!rc)
		rc = dossier_consistency(d, err, 20);
	if (!rc)
		rc = dossier_consistency(d, err, 32);
	return rc ? rc : dossier_end(d, err);
}

static enum rc
write_dossier(struct world *w, struct err *err, const char *path)
{
	const struct dossier_head head = {
		.folder = "AUD-2026-014", .audit = AUDIT,
		.info = { .organization = "Example Ltd", .day = 20712 },
		.nodes = { log_get, &w->log }, .checkpoint = w->note,
		.signer = w->key, .about = "The audit AUD-2026-014.\n" };
	FILE *f = fopen(path, "wb");
	struct dossier *d = NULL;
	enum rc rc;

	assert_non_null(f);
	rc = dossier_new(err, &head, to_file, f, &d);
	if (!rc)
		rc = fill(w, d, err);
	dossier_free(d);
	assert_int_equal(fclose(f), 0);
	return rc;
}

static int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct err err;

	w->a = arena_new();
	w->key = signer_new(origin, KEY_NOTE);
	hash_hex_of("evidence 0", 10, w->blob[0]);
	hash_hex_of("evidence 1", 10, w->blob[1]);
	make_log(w);
	w->note = cosigned(w, sign_size(w, w->log.tree.size - 2));
	w->old = sign_size(w, 20);
	w->young = sign_size(w, w->log.tree.size);
	tool_folder_make(&w->folder);
	w->zip = arena_str(w->a, tool_path(&w->folder, "dossier.zip"));
	w->unpacked = arena_str(w->a, tool_path(&w->folder, "AUD-2026-014"));
	if (write_dossier(w, &err, w->zip))
		fail_msg("%s", err.text);
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world *w = *state;

	tool_folder_remove(&w->folder);
	signer_free(w->key);
	arena_free(w->a);
	free(w);
	return 0;
}

/* --- judging it ------------------------------------------------------------ */

static void
collect(void *arg, const char *name, const char *text)
{
	buf_fmt(arg, "%s: %s\n", name, text);
}

struct verdict { enum rc rc; const char *said; struct dossier_found found; };

static struct verdict
judge(struct world *w, const char *path, bool key, const char *old)
{
	struct buf out = { .arena = w->a };
	const struct dossier_check check = {
		.key = key ? signer_key(w->key) : NULL, .old = old,
		.oldlen = old ? strlen(old) : 0, .fault = collect,
		.arg = &out };
	struct verdict v = { .said = "" };
	struct err err = { .code = RC_OK };

	v.rc = dossier_verify(&err, w->a, path, &check, &v.found);
	v.said = arena_fmt(w->a, "%s! %s", buf_text(&out), err.text);
	return v;
}

/* Only these commands, so that nothing else can creep into the script. */
static const char *const allowed[] = { "base64", "basenc", "cat", "comm", "cut",
	"head", "join", "mkdir", "mktemp", "openssl", "paste", "rm",
	"sha256sum", "sort", "split", "tail", "tr", "uniq", "wc" };

static bool
script_runs(void)
{
	for (size_t i = 0; i < NELEMS(allowed); i++)
		if (!tool_here(allowed[i]))
			return false;
	return tool_here("unzip");
}

static void
make_path(struct world *w)
{
	const char *bin = tool_path(&w->folder, "bin");

	if (access(bin, F_OK) == 0)
		return;
	assert_int_equal(mkdir(bin, 0700), 0);
	for (size_t i = 0; i < NELEMS(allowed); i++)
		assert_int_equal(TOOL("sh", "-c", "ln -s \"$(command -v $1)\" "
		    "\"$2/$1\"", "x", allowed[i], bin), 0);
}

/* The exit status of the script, and what it said. */
static int
run_script(struct world *w, const char *old, const char **said)
{
	const char *out = arena_str(w->a, tool_path(&w->folder, "out"));
	const char *key = key_text(w->a, signer_key(w->key));
	struct err err;
	int status;
	size_t n;
	char *s;

	make_path(w);
	tool_text(&w->folder, "old", old ? old : "");
	status = tool_run((const char *const[]){ "env", "-i",
	    arena_fmt(w->a, "PATH=%s", tool_path(&w->folder, "bin")),
	    arena_fmt(w->a, "TMPDIR=%s", w->folder.path), "/bin/sh",
	    arena_fmt(w->a, "%s/data/verify.sh", w->unpacked), "-k", key,
	    old ? "-c" : NULL, tool_path(&w->folder, "old"), NULL }, out);
	assert_int_equal(file_read(&err, w->a, out, 1 << 20, &s, &n), RC_OK);
	if (said)
		*said = s;
	return status;
}

static void
unpack(struct world *w)
{
	assert_int_equal(TOOL("rm", "-rf", w->unpacked), 0);
	assert_int_equal(TOOL("unzip", "-q", w->zip, "-d", w->folder.path), 0);
}

static void
change(struct world *w, const char *command)
{
	if (TOOL("sh", "-c", arena_fmt(w->a, "cd \"$1\" && { %s; }", command),
	    "x", w->unpacked) != 0)
		fail_msg("%s", command);
}

/*
 * What somebody does who has everything but the key: all lists anew.  With
 * the key he can sign them as well.
 */
static void
relist(struct world *w, bool resign)
{
	char hex[HEX];
	struct err err;
	char *s, *path;
	size_t n;

	change(w, "find data -type f | LC_ALL=C sort | xargs sha256sum "
	    ">manifest-sha256.txt && oxum=$(find data -type f | xargs cat | "
	    "wc -c).$(find data -type f | wc -l) && "
	    "sed -i \"s/^Payload-Oxum: .*/Payload-Oxum: $oxum/\" bag-info.txt "
	    "&& sha256sum bag-info.txt bagit.txt manifest-sha256.txt "
	    ">tagmanifest-sha256.txt");
	if (!resign)
		return;
	path = arena_fmt(w->a, "%s/tagmanifest-sha256.txt", w->unpacked);
	assert_int_equal(file_read(&err, w->a, path, 1 << 20, &s, &n), RC_OK);
	hash_hex_of(s, n, hex);
	path = arena_fmt(w->a, "%s/dossier.note", w->unpacked);
	assert_int_equal(file_read(&err, w->a, path, 1 << 20, &s, &n), RC_OK);
	*strstr(s, "tagmanifest-sha256 ") = '\0';
	s = note_sign(w->a, arena_fmt(w->a, "%stagmanifest-sha256 %s\n", s,
	    hex), w->key);
	assert_int_equal(file_write(&err, path, s, strlen(s), 0600,
	    FILE_REPLACE), RC_OK);
}

/* --- tests ----------------------------------------------------------------- */

static void
a_whole_dossier_is_good(void **state)
{
	struct world *w = *state;
	struct verdict v = judge(w, w->zip, true, NULL);
	const char *said;

	if (v.rc)
		fail_msg("%s", v.said);
	assert_int_equal(v.found.entries, STEPS);
	assert_int_equal(v.found.closed, 8);
	assert_int_equal(v.found.values, STEPS - 1 + 14);
	assert_int_equal(v.found.evidence, 1);
	assert_int_equal(v.found.omitted, 1);
	assert_int_equal(v.found.behind, OTHERS - 2);
	assert_true(v.found.own_key && !v.found.old_held);
	v = judge(w, w->zip, false, w->old);
	assert_int_equal(v.rc, RC_OK);
	assert_true(!v.found.own_key && v.found.old_held);
	if (!script_runs())
		return;
	unpack(w);
	assert_int_equal(judge(w, w->unpacked, true, w->old).rc, RC_OK);
	if (run_script(w, w->old, &said) != 0)
		fail_msg("%s", said);
	assert_non_null(strstr(said, "good: audit 31 has 40 entries"));
	assert_non_null(strstr(said, "which begins with yours of 20"));
	assert_non_null(strstr(said, "(may not leave the site)"));
}

static void
the_same_audit_makes_the_same_bytes(void **state)
{
	struct world *w = *state;
	const char *again = tool_path(&w->folder, "again.zip");
	struct err err;

	assert_int_equal(write_dossier(w, &err, again), RC_OK);
	assert_int_equal(TOOL("cmp", w->zip, again), 0);
}

/* What the README says is done to the letter, with nothing but a shell. */
static void
the_readme_tells_the_truth(void **state)
{
	static const char steps[] = "cd \"$1\" && sed -n '/^1\\. /,/^   The "
	    "same/p' data/README.txt | sed -n 's/^       //p' >steps && "
	    "test $(wc -l <steps) -ge 8 && sh -eu steps";
	struct world *w = *state;

	if (!script_runs()) {
		skip();
		return;
	}
	unpack(w);
	assert_int_equal(TOOL("sh", "-c", steps, "x", w->unpacked), 0);
	change(w, "sed -i '2s/1/2/' data/journal/checkpoint.note");
	assert_int_not_equal(TOOL("sh", "-c", steps, "x", w->unpacked), 0);
	unpack(w);
	change(w, "sed -i '2s/1/2/' data/journal/checkpoint.note");
	relist(w, false);
	assert_int_not_equal(TOOL("sh", "-c", steps, "x", w->unpacked), 0);
}

static void
the_script_shows_records(void **state)
{
	static const char show[] = "cd \"$1\" && sh data/verify.sh show | "
	    "grep -qx finding-3 && sh data/verify.sh show finding-3 >shown && "
	    "grep -q '^title (entry 000000000053): Title 11$' shown && "
	    "grep -q '^of two lines$' shown && "
	    "grep -q '^reason: (entry 000000000045): $' shown && "
	    "! sh data/verify.sh show ../journal && "
	    "! sh data/verify.sh show none";
	struct world *w = *state;

	if (!script_runs()) {
		skip();
		return;
	}
	unpack(w);
	assert_int_equal(TOOL("sh", "-c", show, "x", w->unpacked), 0);
}

/* A line: what is done, by whom, and what either verifier says of it. */
struct attack {
	const char *command;
	enum { AS_IS, RELISTED, RESIGNED } how;
	const char *said;               /* by dossier_verify */
};

static const struct attack attacks[] = {
	/* Somebody who changes files. */
	{ "echo x >>data/report.html", AS_IS, "data/report.html: the file was "
	    "changed" },
	{ "rm data/omitted.txt", AS_IS, "data/omitted.txt: the file is listed "
	    "and not there" },
	{ "echo >data/more.txt", AS_IS, "data/more.txt: the file is not "
	    "listed" },
	{ "echo >more.txt", AS_IS, "more.txt: the file does not belong" },
	/* ... and makes all lists anew. */
	{ "echo x >>data/report.html", RELISTED, "signed for other lists" },
	{ "echo changed >data/evidence/E-1.txt", RELISTED, "no entry names" },
	{ "sed -i s/31/32/ dossier.note", RELISTED, "does not fit the text" },
	{ "rm dossier.note", RELISTED, "the signature of the whole" },
	/* Somebody who has the key to the dossier as well. */
	{ "sed -i s/finding.agree/finding.close/ "
	    "data/journal/entries/000000000013.txt", RESIGNED, "000013.txt: "
	    "the entry is not in the log" },
	{ "sed -i 's/^time .*07Z/time 2026-09-16T09:00:00Z/' "
	    "data/journal/entries/000000000009.txt", RESIGNED,
	    "the entry is not in the log" },
	{ "sed -i 's/^audit 31/audit 32/' "
	    "data/journal/entries/000000000009.txt", RESIGNED,
	    "of another audit" },
	{ "rm data/*/*/000000000013.*", RESIGNED, "000017.txt: something "
	    "before this entry is missing" },
	{ "rm data/*/*/000000000009.*", RESIGNED, "something before" },
	{ "cd data/journal/entries && mv 000000000013.txt x && "
	    "mv 000000000017.txt 000000000013.txt && "
	    "mv x 000000000017.txt", RESIGNED, "not that of its name" },
	{ "cd data/journal/proofs && mv 000000000013.tlog-proof x && "
	    "mv 000000000017.tlog-proof 000000000013.tlog-proof && "
	    "mv x 000000000017.tlog-proof", RESIGNED, "not in the log" },
	{ "sed -i '3s/^.../AAA/' data/journal/proofs/000000000013.tlog-proof",
	    RESIGNED, "the entry is not in the log" },
	{ "sed -i 3d data/journal/proofs/000000000013.tlog-proof", RESIGNED,
	    "the entry is not in the log" },
	{ "rm data/journal/proofs/000000000013.tlog-proof", RESIGNED,
	    "the proof is missing" },
	{ "sed -i s/Title/TITLE/ data/records/finding-2/000000000025.title",
	    RESIGNED, "its values are not what it was" },
	{ "rm data/records/finding-2/000000000025.title", RESIGNED,
	    "its values are not what it was" },
	{ "cd data/records/finding-2 && cp 000000000025.title "
	    "000000000025.other", RESIGNED, "another name inside" },
	{ "mv data/records/finding-2 data/records/finding-99", RESIGNED,
	    "of another record" },
	{ "cd data/records && mv finding-2/000000000025.title "
	    "finding-1/000000000025.title", RESIGNED, "of another record" },
	{ "cd data/records/finding-2 && mv 000000000025.title "
	    "000000000026.title", RESIGNED, "belongs to no entry" },
	{ "sed -i 1d data/journal/closed.txt", RESIGNED,
	    "its values are not what it was" },
	{ "sed -i '1s/ notes / reason /' data/journal/closed.txt", RESIGNED,
	    "its values are not what it was" },
	{ "echo nonsense >>data/journal/closed.txt", RESIGNED, "malformed" },
	{ ": >data/omitted.txt", RESIGNED, "the file that it names is "
	    "missing" },
	{ "rm data/evidence/E-1.txt", RESIGNED, "the file that it names" },
	{ "echo more >data/evidence/E-2.txt", RESIGNED, "no entry names" },
	{ "sed -i 's/^[0-9a-f]*/'$(sha256sum </dev/null | cut -c 1-64)/ "
	    "data/omitted.txt", RESIGNED, "that no entry names" },
	{ "sed -i 1s/^./B/ data/journal/consistency/20.txt", RESIGNED,
	    "does not begin with" },
	{ "sed -i 's/^[0-9][0-9]*$/170/' data/journal/checkpoint.note",
	    RESIGNED, "does not fit the text" },
};

static void
every_change_is_found(void **state)
{
	struct world *w = *state;
	bool script = script_runs();
	size_t seed = (size_t)time(NULL) % 6;

	if (!tool_here("unzip")) {
		skip();
		return;
	}
	print_message("# seed %zu\n", seed);
	for (size_t i = 0; i < NELEMS(attacks); i++) {
		const struct attack *t = &attacks[i];
		struct verdict v;
		const char *said;
		int status;

		unpack(w);
		change(w, t->command);
		if (t->how != AS_IS)
			relist(w, t->how == RESIGNED);
		v = judge(w, w->unpacked, true, w->old);
		if (v.rc != RC_RULE || !strstr(v.said, t->said))
			fail_msg("%s: %s", t->command, v.said);
		/* The script takes its time: one in six, or all. */
		if (!script || (i % 6 != seed && !getenv("MUSTER_LONG")))
			continue;
		status = run_script(w, w->old, &said);
		if (status != 3)
			fail_msg("%s: script exits %d: %s", t->command, status,
			    said);
	}
}

/*
 * The control: what each look is for.  Without the signature a dossier that
 * was made anew from other entries would pass; with the key of somebody else
 * it does not.
 */
static void
a_forged_dossier_needs_the_key(void **state)
{
	struct world *w = *state;
	struct signer *own = w->key;
	struct err err;
	struct verdict v;
	const char *good = w->note;

	w->key = signer_new(origin, KEY_NOTE);
	w->note = sign_size(w, w->log.tree.size - 2);
	assert_int_equal(write_dossier(w, &err, w->zip), RC_OK);
	assert_int_equal(judge(w, w->zip, false, NULL).rc, RC_OK);
	signer_free(w->key);
	w->key = own;
	w->note = good;
	v = judge(w, w->zip, true, NULL);
	assert_int_equal(v.rc, RC_RULE);
	assert_non_null(strstr(v.said, "has no signature of"));
}

/* A second history with the right key: only an older checkpoint tells. */
static void
another_history_is_told_by_the_old_checkpoint(void **state)
{
	struct world *w = *state;
	const char *old = w->old;
	struct verdict v;
	struct err err;
	const char *said;

	memset(&w->log, 0, sizeof(w->log));
	memset(w->nvalues, 0, sizeof(w->nvalues));
	w->blob[1][0] = w->blob[1][0] == '1' ? '2' : '1';
	make_log(w);
	w->note = sign_size(w, w->log.tree.size - 2);
	assert_int_equal(write_dossier(w, &err, w->zip), RC_OK);
	assert_int_equal(judge(w, w->zip, true, NULL).rc, RC_OK);
	assert_int_equal(judge(w, w->zip, true, old).rc, RC_OK);
	/* At 32 entries the changed one (the seventh step, index 33) is not
	   yet in; a checkpoint of 40 entries has it. */
	assert_int_equal(judge(w, w->zip, true, sign_size(w, 32)).rc, RC_OK);
	v = judge(w, w->zip, true, sign_size(w, 40));
	assert_int_equal(v.rc, RC_MISSING);
	if (script_runs()) {
		unpack(w);
		assert_int_equal(run_script(w, old, &said), 0);
		assert_int_equal(run_script(w, sign_size(w, 40), &said), 4);
		assert_non_null(strstr(said, "no proof for your checkpoint"));
	}
}

static void
an_older_checkpoint_is_judged(void **state)
{
	struct world *w = *state;
	struct signer *other = signer_new("other.example", KEY_NOTE);
	struct checkpoint cp = log_checkpoint(&w->log, origin, 20);
	const char *forged;
	const char *said;

	cp.root[3] ^= 1;
	forged = checkpoint_sign(w->a, &cp, w->key);
	assert_int_equal(judge(w, w->zip, true, forged).rc, RC_RULE);
	assert_int_equal(judge(w, w->zip, true, w->young).rc, RC_MISSING);
	assert_int_equal(judge(w, w->zip, true, w->note).rc, RC_OK);
	assert_int_equal(judge(w, w->zip, true, sign_size(w, 0)).rc, RC_OK);
	assert_int_equal(judge(w, w->zip, true, sign_size(w, 32)).rc, RC_OK);
	cp.origin = "other.example";
	assert_int_equal(judge(w, w->zip, true,
	    checkpoint_sign(w->a, &cp, other)).rc, RC_DENIED);
	if (script_runs()) {
		unpack(w);
		assert_int_equal(run_script(w, forged, &said), 3);
		assert_int_equal(run_script(w, w->young, &said), 4);
		assert_int_equal(run_script(w, w->note, &said), 0);
		assert_int_equal(run_script(w, sign_size(w, 0), &said), 0);
		assert_int_equal(run_script(w, sign_size(w, 32), &said), 0);
		assert_int_equal(run_script(w, checkpoint_sign(w->a, &cp,
		    other), &said), 4);
	}
	signer_free(other);
}

/* What is wrong in the store never gets into a dossier. */
static void
nothing_wrong_goes_in(void **state)
{
	struct world *w = *state;
	const char *path = tool_path(&w->folder, "x.zip");
	const char *value = w->value[3][0].value;
	struct err err;

	w->value[3][0].value = "Title 3\nof two words";
	assert_int_equal(write_dossier(w, &err, path), RC_DB);
	assert_non_null(strstr(err.text, "commits to other values"));
	w->value[3][0].value = value;
	assert_int_equal(write_dossier(w, &err, path), RC_OK);
	w->step[4].actor++;
	assert_int_equal(write_dossier(w, &err, path), RC_DB);
	assert_non_null(strstr(err.text, "is not in the log"));
	w->step[4].actor--;
	w->step[4].previous = entry_first;
	assert_int_equal(write_dossier(w, &err, path), RC_DB);
	assert_non_null(strstr(err.text, "does not follow"));
}

/* --- any damage ------------------------------------------------------------ */

static uint64_t
next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* A bit, a cut, a piece put elsewhere, lost or doubled; the new length. */
static size_t
damage(char *p, size_t n, uint64_t *seed)
{
	size_t at = next(seed) % n, to = next(seed) % n;
	size_t len = 1 + next(seed) % 200;

	if (len > n - at)
		len = n - at;
	if (len > n - to)
		len = n - to;
	switch (next(seed) % 8) {
	case 0:
		return at;
	case 1:
		memmove(p + to, p + at, len);
		return n;
	case 2:
		memmove(p + at, p + at + len, n - at - len);
		return n - len;
	case 3:
		memset(p + at, 0, len);
		return n;
	default:
		p[at] = (char)(p[at] ^ 1 << next(seed) % 8);
		return n;
	}
}

static bool
keep_none(const char *name)
{
	(void)name;
	return false;
}

/* Dates and attributes in a ZIP say nothing: the same files in the same form. */
static bool
same_files(struct world *w, struct arena *a, const char *path)
{
	struct bag_content was, is;
	struct err err;

	if (bag_load(&err, a, w->zip, NULL, keep_none, &was) ||
	    bag_load(&err, a, path, NULL, keep_none, &is) || was.n != is.n)
		return false;
	for (size_t i = 0; i < is.n; i++)
		if (!str_eq(was.file[i].name, is.file[i].name) ||
		    memcmp(was.file[i].sum, is.file[i].sum, HASH) != 0)
			return false;
	return true;
}

static void
a_damaged_dossier_is_never_good(void **state)
{
	struct world *w = *state;
	const char *from = getenv("MUSTER_SEED");
	uint64_t seed = from ? strtoull(from, NULL, 10)
	    : (uint64_t)time(NULL);
	const char *path = arena_str(w->a, tool_path(&w->folder, "bad.zip"));
	struct arena *own = w->a;
	char *good, *bad;
	struct err err;
	size_t n, same = 0;

	print_message("# seed %llu\n", (unsigned long long)seed);
	assert_int_equal(file_read(&err, w->a, w->zip, 1 << 24, &good, &n),
	    RC_OK);
	bad = arena_alloc(own, n);
	for (int i = 0; i < 1000; i++) {
		size_t k;

		memcpy(bad, good, n);
		k = damage(bad, n, &seed);
		assert_int_equal(file_write(&err, path, bad, k, 0600,
		    FILE_REPLACE), RC_OK);
		w->a = arena_new();
		if (judge(w, path, true, NULL).rc == RC_OK) {
			assert_true(same_files(w, w->a, path));
			same++;
		}
		arena_free(w->a);
		w->a = own;
	}
	print_message("# 1000 damaged, %zu of them in what says nothing\n",
	    same);
	assert_true(same < 200);
}

static void
what_is_no_dossier_cannot_be_told(void **state)
{
	struct world *w = *state;

	tool_text(&w->folder, "x", "nothing");
	assert_int_equal(judge(w, tool_path(&w->folder, "x"), true, NULL).rc,
	    RC_INVALID);
	assert_int_equal(judge(w, tool_path(&w->folder, "none"), true,
	    NULL).rc, RC_MISSING);
}

#define IN_A_WORLD(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_WORLD(a_whole_dossier_is_good),
		IN_A_WORLD(the_readme_tells_the_truth),
		IN_A_WORLD(the_script_shows_records),
		IN_A_WORLD(the_same_audit_makes_the_same_bytes),
		IN_A_WORLD(every_change_is_found),
		IN_A_WORLD(a_forged_dossier_needs_the_key),
		IN_A_WORLD(another_history_is_told_by_the_old_checkpoint),
		IN_A_WORLD(an_older_checkpoint_is_judged),
		IN_A_WORLD(nothing_wrong_goes_in),
		IN_A_WORLD(a_damaged_dossier_is_never_good),
		IN_A_WORLD(what_is_no_dossier_cannot_be_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
