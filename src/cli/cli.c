/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/cli.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct cli_row cli_rows[] = {
	{ "serve", "", "listen= database= blobs= host= cert= key= workers=",
	    cli_serve,
	    "Serve a store until it is told to stop\n"
	    "--listen ADDRESS:PORT (127.0.0.1:27007).  An empty folder gets a "
	    "new store.\nA store without people prints a one-time set-up code." },
	{ "init", "", "database=", cli_init,
	    "Make an empty store\n"
	    "--database postgresql://... keeps its rows in PostgreSQL." },
	{ "user", "list | password LOGIN", "", cli_user,
	    "Accounts: list them, set a password (read from standard input)" },
	{ "token", "LOGIN LABEL", "days=", cli_token,
	    "Make a token for programs and print it once\n"
	    "--days 90 is how long it holds (365 at most)." },
	{ "list", "RECORD [FIELD=VALUE ...]",
	    "as= url= token= sort= limit= columns=", cli_list,
	    "A list of records, filtered and sorted\n"
	    "For instance: muster list finding state=presented --sort "
	    "-plan_due" },
	{ "show", "RECORD ID", "as= url= token= gates", cli_show,
	    "One record, by id or code\n"
	    "--gates: the steps possible now and what is missing for each." },
	{ "do", "RECORD.VERB [ID] [FIELD=VALUE ...]",
	    "as= url= token= reason= key= rev=", cli_do,
	    "Give a command\n"
	    "RECORD.create, .update, .discard or a verb of its states.  "
	    "--reason goes on after a warning." },
	{ "search", "WORD ...", "as= url= token=", cli_search,
	    "Find records by words" },
	{ "import", "KIND FILE [FIELD=VALUE ...]",
	    "as= url= token= audit= dry-run", cli_import,
	    "Bring in a foreign file: oscal-catalog, arf, lynis\n"
	    "oscal-catalog: criteria of a catalogue in JSON.  arf, lynis: the "
	    "file becomes evidence\nof an audit (--audit CODE), with a "
	    "summary.  --dry-run only says what would be done." },
	{ "document", "RECORD ID", "as= url= token= html list", cli_document,
	    "Print a report, a sample sheet or a calculation\n"
	    "For instance: muster document sampling_plan DR-014.  --html: a "
	    "page that stands alone.\n--list: the list of a sample as it was "
	    "hashed." },
	{ "journal", "RECORD ID", "as= url= token=", cli_journal,
	    "What was done with a record, newest first" },
	{ "model", "[RECORD]", "", cli_model,
	    "Print the model: all records, choices, rules, settings" },
	{ "routes", "", "", cli_routes,
	    "Print every route with its method and who may ask it" },
	{ "demo", "", "database= password=", cli_demo,
	    "Fill an empty folder with the demonstration\n"
	    "Prints who can sign in, and the password of this store." },
	{ "seed", "", "fixture=", cli_seed,
	    "Play a file of orders into a store and print the ids" },
	{ "job", "[NAME ...]", "", cli_job,
	    "What the program does by itself: list it, or do it now\n"
	    "A server does it on its clock.  Whatever is done once a day is "
	    "not done twice." },
	{ "migrate", "", "", cli_migrate,
	    "Bring the store to the version of this program" },
	{ "backup", "FILE | verify FILE | key FILE", "recipient= key=",
	    cli_backup,
	    "Put the whole store into one file, while it is used\n"
	    "A tar with all rows and files as of one moment, and their "
	    "SHA-256 sums.\n\"backup key FILE\" makes a key and prints its "
	    "recipient; --recipient seals a backup\nto it, which then opens "
	    "with --key FILE alone.  Without it, keep the backup as safe\nas "
	    "the store.  \"backup verify FILE\" shows that it can be "
	    "restored, without doing so." },
	{ "restore", "FILE", "database= key= checkpoint=", cli_restore,
	    "Make a store from a backup, in a new folder\n"
	    "--data DIR is the new folder.  --database postgresql://... puts "
	    "the rows into an\nempty PostgreSQL database, wherever they were "
	    "before.  --key FILE opens a sealed one.\n--checkpoint FILE "
	    "tells which entries a newer one knows of and the backup does "
	    "not." },
	{ "checkpoint", "", "export= restored", cli_checkpoint,
	    "Print the newest checkpoint of the journal, three lines and a "
	    "signature\n"
	    "Whoever keeps one can tell later whether the journal still begins "
	    "with it.\nA store that nobody serves signs one first.  --export "
	    "FOLDER also writes it for\nopenssl, signify and minisign.  "
	    "--restored goes on with a store that was put back\nfrom a copy, "
	    "and writes that down." },
	{ "dossier", "AUDIT", "out= as= url= token=", cli_dossier,
	    "Put an audit into one file for people without muster\n"
	    "--out FILE.zip gets records, reports, evidence that may leave, "
	    "every step in order\nand the proofs, as far as the one who asks "
	    "may see; what is left out is told in it." },
	{ "verify-dossier", "FILE", "key= checkpoint=", cli_verify_dossier,
	    "Check such a file, whoever made it\n"
	    "--key KEY is the journal's verifier key as you were given it, "
	    "--checkpoint FILE an\nolder checkpoint.  Ends with 0 when all "
	    "holds, 3 when something is wrong, 4 when it\ncannot be told." },
	{ "verify-report", "FILE", "", cli_verify_report,
	    "Tell whether a file is a report as it was issued\n"
	    "It is made again of the journal as it was then: the same bytes, "
	    "or what differs.\nEnds with 3 when no report of the store has "
	    "these bytes." },
	{ "key", "show | rotate", "", cli_key,
	    "The key that signs the journal: print its public half, or change "
	    "it\n"
	    "The old key is destroyed by a change; what it signed stays "
	    "good." },
	{ "verify", "", "quick checkpoint= key= blobs=", cli_verify,
	    "Hold the whole store against its journal\n"
	    "Finds whatever was changed beside the program, and says in which "
	    "table, record\nand audit.  --quick: the journal alone.  "
	    "--checkpoint FILE: does the journal still\nbegin with what was "
	    "signed then?  --key FILE: the verifier key that you trust.\n"
	    "Exit status: 0 good, 3 damage, 4 cannot tell.  Works beside a "
	    "server." },
	{ "witness", "[key | trust KEY] | add URL KEY | list | send",
	    "store= name= listen= host= cert= key=", cli_witness,
	    "Remember the checkpoints of others, and sign only what extends "
	    "them\n"
	    "--store DIR is the witness's own folder; --name makes its key the "
	    "first time.\nIt signs for the logs whose verifier keys it was "
	    "told to trust.  add, list and send\nare for a store (--data "
	    "DIR): whom its checkpoints are sent to." },
	{ "sample", "size | evaluate | plan | draw | redraw | seal | seed | "
	    "bayes | mus | weights [JSON]", "batch *", cli_decide,
	    "How many items to look at, draw them, and what they prove\n"
	    "--batch reads one JSON object a line and answers one a line." },
	{ "time", "[JSON]", "batch *", cli_decide,
	    "Audit days by table and factors, with every step shown" },
	{ "sites", "[JSON]", "batch *", cli_decide,
	    "How many similar sites to visit" },
	{ "allocate", "[JSON]", "batch *", cli_decide,
	    "Share a sample out over strata" },
	{ "agree", "[JSON]", "batch *", cli_decide,
	    "Whether auditors grade alike" },
	{ "trend", "[JSON]", "batch *", cli_decide,
	    "Charts, times to closure, and tests of two periods" },
	{ "risk", "rank | intervals | budget | coverage [JSON]", "batch *",
	    cli_decide, "What to audit first, how often, and what is open" },
	{ "manual", "", "", cli_manual,
	    "Print the manual page\n"
	    "For instance: muster manual >muster.1" },
	{ "version", "", "", cli_version, "Print the version" },
	{ NULL, NULL, NULL, NULL, NULL }
};

/* --- help ---------------------------------------------------------------------- */

static void
print_all(FILE *to)
{
	fputs("muster - audit management for information security\n\n"
	    "Usage: muster COMMAND [--data DIR] [--json] ...\n\n", to);
	for (const struct cli_row *r = cli_rows; r->name; r++)
		fprintf(to, "  %-9s %.*s\n", r->name,
		    (int)strcspn(r->help, "\n"), r->help);
	fputs("\n\"muster COMMAND --help\" tells more.  Without --data the "
	    "folder is muster-data.\n", to);
}

static void
print_one(const struct cli_row *r)
{
	printf("muster %s %s\n\n%s\n", r->name, r->usage, r->help);
	printf("\nOptions: --data DIR  --json");
	for (const char *s = r->options; *s;) {
		size_t n = strcspn(s, " ");

		if (*s == '*')
			printf("  and the fields of the question");
		else if (s[n - 1] == '=')
			printf("  --%.*s VALUE", (int)n - 1, s);
		else
			printf("  --%.*s", (int)n, s);
		s += n;
		s += strspn(s, " ");
	}
	putchar('\n');
}

/* --- arguments --------------------------------------------------------------------- */

const char *
args_option(const struct args *a, const char *name)
{
	for (size_t i = 0; i < a->noptions; i++)
		if (strcmp(a->option[i].name, name) == 0)
			return a->option[i].value;
	return NULL;
}

const char *
cli_data(struct cli *cli)
{
	const char *dir = args_option(&cli->args, "data");
	const char *env = getenv("MUSTER_DATA");

	return dir ? dir : env && *env ? env : "muster-data";
}

enum rc
cli_usage(struct cli *cli, const char *text)
{
	err_set(&cli->err, RC_INVALID, "%s", text);
	err_hint(&cli->err, "\"muster COMMAND --help\" shows how.");
	return RC_INVALID;
}

/* Whether the row has this option, and whether it takes a value. */
static bool
known_option(const struct cli_row *r, const char *name, bool *value)
{
	static const char common[] = "data= json help ";
	const char *lists[] = { common, r->options };

	for (size_t i = 0; i < NELEMS(lists); i++) {
		const char *s = lists[i];

		while (*s) {
			size_t n = strcspn(s, " ");
			bool eq = s[n - 1] == '=';

			/* "*": whatever it is, it has a value. */
			if (*s == '*')
				return *value = true;
			if (strlen(name) == n - eq &&
			    memcmp(s, name, n - eq) == 0) {
				*value = eq;
				return true;
			}
			s += n;
			s += strspn(s, " ");
		}
	}
	return false;
}

static enum rc
take_option(struct cli *cli, const struct cli_row *r, char **argv, int argc,
    int *i, struct pair *out)
{
	char *name = argv[*i] + 2, *eq = strchr(name, '=');
	bool value;

	if (eq)
		*eq = '\0';
	if (!known_option(r, name, &value)) {
		err_set(&cli->err, RC_INVALID, "%s has no option --%.60s",
		    r->name, name);
		err_hint(&cli->err, "\"muster %s --help\" shows them.",
		    r->name);
		return RC_INVALID;
	}
	*out = (struct pair){ name, "" };
	if (!value)
		return RC_OK;
	if (!eq && *i + 1 >= argc)
		return err_set(&cli->err, RC_INVALID, "--%s wants a value",
		    name);
	out->value = eq ? eq + 1 : argv[++*i];
	return RC_OK;
}

static enum rc
take_args(struct cli *cli, const struct cli_row *r, int argc, char **argv)
{
	struct pair *option = arena_alloc(cli->arena,
	    (size_t)(argc + 1) * sizeof(*option));
	const char **word = arena_alloc(cli->arena,
	    (size_t)(argc + 1) * sizeof(*word));
	size_t no = 0, nw = 0;

	for (int i = 0; i < argc; i++) {
		enum rc rc;

		if (strncmp(argv[i], "--", 2) != 0) {
			word[nw++] = argv[i];
			continue;
		}
		rc = take_option(cli, r, argv, argc, &i, &option[no]);
		if (rc)
			return rc;
		no++;
	}
	cli->args = (struct args){ option, no, word, nw };
	return RC_OK;
}

/* --- running -------------------------------------------------------------------------- */

static void
print_error(const struct cli *cli)
{
	const struct err *e = &cli->err;
	struct buf b = { .arena = cli->arena };

	if (args_option(&cli->args, "json")) {
		buf_fmt(&b, "{\"error\":\"%s\",\"text\":",
		    err_table[e->code].name);
		buf_json(&b, e->text);
		buf_str(&b, ",\"field\":");
		buf_json(&b, e->field);
		buf_str(&b, ",\"rule\":");
		buf_json(&b, e->rule);
		buf_str(&b, ",\"hint\":");
		buf_json(&b, e->hint);
		buf_str(&b, "}");
		fprintf(stderr, "%s\n", b.s);
		return;
	}
	fprintf(stderr, "muster: %s%s%s%s", e->rule ? e->rule : "",
	    e->rule ? ": " : "", e->text, e->field ? " (" : "");
	fprintf(stderr, "%s%s\n", e->field ? e->field : "",
	    e->field ? ")" : "");
	if (*e->hint)
		fprintf(stderr, "        %s\n", e->hint);
}

struct running { struct cli *cli; const struct cli_row *row; };

static enum rc
run(void *arg)
{
	struct running *r = arg;

	return r->row->run(r->cli);
}

static const struct cli_row *
find(const char *name)
{
	for (const struct cli_row *r = cli_rows; r->name; r++)
		if (strcmp(r->name, name) == 0)
			return r;
	return NULL;
}

static int
run_row(struct cli *cli, const struct cli_row *row, int argc, char **argv)
{
	struct running r = { cli, row };
	enum rc rc;

	cli->row = row;
	rc = take_args(cli, row, argc, argv);

	if (!rc && args_option(&cli->args, "help")) {
		print_one(row);
		/* The fields of a decision are in its own table. */
		if (row->run != cli_decide)
			return 0;
	}
	if (!rc)
		rc = arena_run(cli->arena, &cli->err, run, &r);
	if (!rc)
		return cli->exit;
	print_error(cli);
	return cli->exit ? cli->exit : err_table[rc].exit;
}

int
cli_main(int argc, char **argv, const struct face *const *faces,
    const struct domain *domain)
{
	struct cli cli = { .arena = arena_new_capped((size_t)1 << 30),
		.faces = faces, .domain = domain };
	const struct cli_row *row = argc > 1 ? find(argv[1]) : NULL;
	int status;

	if (argc < 2 || str_eq(argv[1], "help") || str_eq(argv[1], "--help")) {
		print_all(argc < 2 ? stderr : stdout);
		status = argc < 2 ? err_table[RC_INVALID].exit : 0;
	} else if (str_eq(argv[1], "--version")) {
		puts("muster " MUSTER_VERSION);
		status = 0;
	} else if (!row) {
		fprintf(stderr, "muster: there is no command \"%s\"\n"
		    "        \"muster help\" lists them.\n", argv[1]);
		status = err_table[RC_INVALID].exit;
	} else {
		status = run_row(&cli, row, argc - 2, argv + 2);
	}
	arena_free(cli.arena);
	return status;
}
