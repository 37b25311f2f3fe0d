#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# first-audit.sh MUSTER DIR [OSCAL-CATALOGUE] - one small audit from the empty
# store to the verified action, by the command line and curl alone.  Read it as
# a tutorial.
#
# MUSTER is the program, DIR an empty folder.  A server runs on a free port
# while the script does, and is stopped at its end; DIR/report.pdf stays.  With
# a catalogue the audit has a second source of criteria besides ISO/IEC 27001.
set -eu

muster=$1
dir=$2
catalogue=${3:-}
here=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$dir"
data=$dir/data

say() {
	printf '\n== %s\n' "$*"
}

# by WHO COMMAND [ON] [FIELD=VALUE ...] - a command in somebody's name.  It
# reaches the server through the socket in the store's folder and prints the
# code of the record, by which later commands call it.
by() {
	who=$1
	shift
	"$muster" "do" "$@" --as "$who" --data "$data" --json >"$dir/answer" || {
		echo "$who could not: $*" >&2
		exit 1
	}
	echo "   $who: $1 $(jq -r '[.. | .code? // empty][0] // ""' "$dir/answer")" >&2
	jq -r '[.. | .code? // empty][0] // ""' "$dir/answer"
}

# A command whose record nobody calls again.
let_() {
	by "$@" >/dev/null
}

# the RECORD [FIELD=VALUE] - the code of a record that is already there; of
# several the newest.
the() {
	record=$1
	shift
	"$muster" list "$record" "$@" --as hana --data "$data" --json |
	    jq -r '[.. | .code? // empty][0] // ""'
}

say "An empty store and its server"
port=$(python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
url=http://127.0.0.1:$port
server=

serve() {
	"$muster" serve --data "$data" --listen "127.0.0.1:$port" \
	    >"$dir/server.log" 2>&1 &
	server=$!
	until curl -sf "$url/readyz" >/dev/null; do
		kill -0 $server
		sleep 0.1
	done
}

stop() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	[ -z "$server" ] || wait "$server" || true
	server=
}

trap stop EXIT
"$muster" init --data "$data"
serve

say "The first account, with the one-time code that the server prints"
code=$(sed -n 's/.*set-up code: \([^ ]*\).*/\1/p' "$dir/server.log")
curl -sf -o "$dir/setup" -d "code=$code" --data-urlencode "organization=Harbour Works" \
    --data-urlencode "name=Hana Okafor" -d "email=hana@harbour.example" \
    -d "login=hana" -d "password=a long sentence for hana" "$url/setup"
works=$(the organization name="Harbour Works")
hana=$(the person name="Hana Okafor")

say "People: a client, two auditors, somebody who is audited"
account() {
	person=$(by hana person.create name="$2" email="$1@harbour.example" \
	    employer="$works" position="$3" languages=english \
	    time_zone=Europe/London)
	let_ hana user_account.create person="$person" login="$1"
	let_ hana role_grant.create person="$person" duty="$4" \
	    scope="${5:-whole_system}" ${6:+"$6"} valid_from="$(date -u +%F)" \
	    reason="Named by the board for the audits of 2026."
	echo "$person"
}
ruth=$(account ruth "Ruth Calloway" "Operations" client)
ines=$(account ines "Ines Aguilar" "Internal audit" auditor)
tomasz=$(account tomasz "Tomasz Wrona" "Internal audit" auditor)
jonas=$(account jonas "Jonas Brandt" "Risk" representative organization \
    "organization=$works")

say "Their passphrases, while the server rests"
stop
for login in ruth ines tomasz jonas; do
	echo "a long sentence for $login" |
	    "$muster" user password $login --data "$data"
done
token=$("$muster" token ines tutorial --data "$data" | tail -n 1)
serve

say "A small house agrees on short notice"
for name in plan_lead_days start_lead_days pack_lead_days; do
	let_ hana setting.create name=$name value=0 \
	    note="Agreed with all sites: we sit in one building."
done

say "A programme for three years"
programme=$(by hana programme.create title="ISMS audits 2026 to 2028" \
    party=first period_from=2026-01-01 period_to=2028-12-31 cycle_years=3 \
    languages=english auditees="$works" client="$works" client_person="$ruth" \
    manager="$hana" report_approver=manager schemes=@iso27001-2022)
revision=$(the programme_revision)
"$muster" show programme_revision "$revision" --gates --as hana --data "$data"
let_ hana programme_revision.submit "$revision"
let_ ruth programme_revision.approve "$revision"
"$muster" show programme "$programme" --gates --as hana --data "$data"
let_ hana programme.activate "$programme"

say "An audit in it: what for, of what, against what"
day() {
	date -u -d "$1 days" +%F
}
audit=$(by hana audit.create programme="$programme" revision="$revision" \
    title="Harbour office, access and leavers" kind=internal party=first \
    mode=onsite announcement=announced auditee="$works" client="$works" \
    representative="$jonas" planned_from="$(day 0)" planned_to="$(day 1)" \
    language=english origin=schedule class=confidential)
baseline=$(the baseline audit="$audit")
[ -n "$baseline" ] ||
    baseline=$(by hana baseline.create audit="$audit" version=1)
objective=$(by hana audit_objective.create baseline="$baseline" position=1 \
    statement="Do rights end when people leave?" kind=conformity_extent)
site=$(by hana site.create organization="$works" name="Harbour office" \
    kind=office country=GB time_zone=Europe/London persons=40)
let_ hana audit_scope_item.create baseline="$baseline" kind=site included=yes \
    site="$site"
scheme=$(by hana audit_scheme.create baseline="$baseline" \
    edition=@iso27001-2022 lead="$ines")
access=$(by hana audit_criterion.create scheme="$scheme" \
    item=@iso27001-2022:A.5.18 applicability=applicable)
if [ -n "$catalogue" ]; then
	say "A second source: $catalogue"
	"$muster" import oscal-catalog "$catalogue" --dry-run --as hana \
	    --data "$data"
	"$muster" import oscal-catalog "$catalogue" --as hana --data "$data"
	edition=$(the criteria_edition)
	other=$(by hana audit_scheme.create baseline="$baseline" \
	    edition="$edition" lead="$ines")
	second_criterion=$(by hana audit_criterion.create scheme="$other" \
	    item="$(the criterion_item edition="$edition")" \
	    applicability=applicable)
fi
let_ ruth baseline.approve "$baseline"
"$muster" show audit "$audit" --gates --as hana --data "$data"
let_ hana audit.schedule "$audit"

say "Its team, which declares that it is independent"
join() {
	member=$(by hana team_assignment.create audit="$audit" person="$2" \
	    duty="$3" days=200)
	interest=$(the interest_declaration audit="$audit" person="$2")
	[ -n "$interest" ] || interest=$(by "$1" interest_declaration.create \
	    person="$2" audit="$audit" class=confidential)
	let_ "$1" interest_declaration.sign "$interest" any_interest=no
	let_ "$1" team_assignment.declare "$member"
	let_ hana team_assignment.confirm "$member"
	echo "$member"
}
leader=$(join ines "$ines" leader)
second=$(join tomasz "$tomasz" auditor)
pack=$(the assignment_pack audit="$audit")
[ -n "$pack" ] || pack=$(by hana assignment_pack.create audit="$audit")
let_ hana assignment_pack.update "$pack" report_language=english \
    report_outputs=full distribution="$ruth" distribution="$hana" \
    contacts="Jonas Brandt" resources="Two auditor days"
let_ hana assignment_pack.send "$pack"
let_ hana audit.assign "$audit"
let_ ines assignment_pack.accept "$pack"
let_ ines audit.accept "$audit"

say "First contact, feasibility, plan"
contact=$(by ines contact_record.create audit="$audit" \
    held_at="$(day 0)T08:00:00Z" mode=remote channel=meeting \
    representative="$jonas" participants="$jonas" participants="$ines" \
    authority=confirmed authority_source="Named by the client" \
    topics_done=channels topics_done=authority topics_done=schedule \
    class=confidential)
let_ ines contact_record.complete "$contact"
agreement=$(by ines agreement.create kind=disclosure audit="$audit" \
    organization="$works" parties="$works" class_max=strictly_confidential \
    contract_reference="Standing agreement of internal audit" \
    onward_disclosure=client class=internal)
let_ ines agreement.sign "$agreement"
able=$(by ines feasibility.create audit="$audit" information=yes \
    cooperation=yes time_and_resources=yes access=yes proposal=feasible)
let_ ines feasibility.submit "$able"
let_ hana feasibility.decide "$able" conclusion=feasible
let_ ines audit.prepare "$audit"
risk=$(by ines audit_risk.create audit="$audit" source=automated_tool \
    description="A scanner slows a host down" areas=availability \
    likelihood=2 consequence=2 class=internal precautions=auditee_operates \
    precaution_text="Run by the office's own people at noon.")
let_ jonas audit_risk.consent "$risk"
let_ ines audit_risk.accept "$risk"
plan=$(by ines plan.create audit="$audit" version=1 language=english \
    report_language=english logistics="The room by the stairs." \
    confidentiality_text="Notes name positions, not people." \
    audit_risk_statement="None beyond taking people's time." \
    familiarization="A walk through the office before the opening." \
    follow_up_text="Actions are looked at after thirty days." \
    not_applicable=earlier_findings not_applicable=coordination)

# session KIND TITLE HOUR MINUTES - one line of the plan.
session() {
	by ines plan_session.create plan="$plan" kind="$1" title="$2" \
	    starts_at="$(day 0)T$3:00:00Z" duration="$4" site="$site" \
	    mode=onsite auditors="$leader" auditors="$second" \
	    criteria="$access" ${second_criterion:+criteria="$second_criterion"} \
	    auditee_positions="Risk" class=internal
}
session=$(session opening "Opening" 09 30)
session interview "Access and leavers" 10 240 >/dev/null
session closing "Closing" 15 30 >/dev/null
let_ ines plan.submit "$plan"
let_ hana plan.send "$plan"
let_ jonas plan.agree "$plan"
paper=$(by ines working_paper.create audit="$audit" \
    title="Access rights" owner="$ines" reviewer="$tomasz" \
    class=confidential)
question=$(by ines checklist_item.create paper="$paper" position=1 \
    criterion="$access" question="When did the rights of leavers end?")
let_ ines audit.make_ready "$audit"

# came MEETING - who was there.
came() {
	for who_came in "team person=$ines" "team person=$tomasz" \
	    "auditee management=true person=$jonas"; do
		# shellcheck disable=SC2086
		let_ ines attendance.create meeting="$1" present=true \
		    side=${who_came}
	done
}

# spoken_of FIELD TOPIC... - the topics that a meeting ticks.
spoken_of() {
	field=$1
	shift
	printf "$field=%s " "$@"
}

say "On site: opening, evidence, a finding, closing"
opening=$(by ines meeting.create audit="$audit" kind=opening \
    starts_at="$(day 0)T09:00:00Z" mode=onsite chair="$ines" \
    session="$session" class=internal)
let_ ines meeting.open "$opening"
came "$opening"
let_ ines meeting.update "$opening" ends_at="$(day 0)T09:20:00Z" \
    minutes="Plan gone through and kept." $(spoken_of opening_topics \
    participants objectives_scope_criteria plan methods_and_risks channels \
    language progress resources confidentiality access_and_safety \
    site_activities grading termination responses feedback_and_appeal)
let_ ines meeting.close "$opening"
let_ ines audit.start "$audit"
let_ ines checklist_item.start "$question"
evidence=$(by ines evidence.create audit="$audit" \
    title="Three leavers of the list of March" method=document_review \
    source_kind=record source="Personnel list" \
    collected_at="$(day 0)T10:00:00Z" collected_by="$ines" site="$site" \
    verification=corroborated degree=high class=internal held=reference \
    description="Two of three could still sign in a week later.")
let_ tomasz evidence.verify "$evidence"
"$muster" import arf "$here/data/demo/scan/debian11-arf-results.xml.xz" \
    audit_risk="$risk" --audit "$audit" --as ines --data "$data"
"$muster" import lynis "$here/data/demo/scan/debian11-lynis-report.dat" \
    audit_risk="$risk" --audit "$audit" --as ines --data "$data"
let_ ines checklist_item.finish "$question" verdict=nonconform \
    notes="Two of three rights stood for a week." evidence="$evidence"
finding=$(by ines finding.create audit="$audit" \
    title="Rights of leavers stand for a week" type=minor_nonconformity \
    statement="The rights of leavers are not removed on their last day." \
    expected="A person's rights end on the last day of work." \
    observed="Two of three leavers of March could sign in a week later." \
    grade_reason="Single failings of a process that works." \
    evidence="$evidence" sites="$site" drafted_by="$ines" class=internal)
let_ ines finding_criterion.create finding="$finding" criterion="$access" \
    position=0 verdict=nonconform
let_ tomasz finding.review "$finding"
let_ ines finding.agree "$finding"
let_ ines audit.conclude "$audit"
let_ ines conclusion.create audit="$audit" objective="$objective" \
    result=partly_met reasoning="Rights end, but late." \
    uncertainty="Three leavers were looked at." basis="$finding"
overall=$(by ines overall_conclusion.create audit="$audit" \
    conformity="Conforms but for one minor." \
    effectiveness="Removal works, slowly." risk_handling="Known." \
    improvement="None." recommendation=continue_with_actions \
    summary="Access is in order; leavers take a week too long.")
let_ tomasz overall_conclusion.consent "$overall"
let_ ines overall_conclusion.agree "$overall"
closing=$(by ines meeting.create audit="$audit" kind=closing \
    starts_at="$(day 0)T15:00:00Z" mode=onsite chair="$ines" class=internal)
let_ ines meeting.open "$closing"
came "$closing"
let_ ines finding.present "$finding"
let_ ines overall_conclusion.present "$overall"
let_ jonas finding.acknowledge "$finding" reply_text="True."
let_ ines meeting.update "$closing" ends_at="$(day 0)T15:30:00Z" \
    action_plan_due="$(day 20)" minutes="One minor, understood." $(spoken_of closing_topics \
    attendance evidence_is_a_sample reporting handling_of_findings \
    findings_and_conclusions limits disagreements after_audit deadlines \
    recommendations complaint_and_appeal confidentiality)
let_ ines meeting.close "$closing"
let_ ines finding.confirm "$finding"
let_ ines audit.report "$audit"

say "The report"
report=$(by ines report.create audit="$audit" version=1 variant=full \
    language=english title="Harbour office, access and leavers" \
    class=confidential author="$ines" reviewer="$tomasz" \
    summary="One day, two auditors. One minor on the rights of leavers." \
    sampling_statement="Three leavers; others were not looked at." \
    follow_up_text="A plan within three weeks.")
let_ ines report.submit "$report"
let_ hana report.approve "$report"
let_ ines report.issue "$report"
delivery=$(by ines report_delivery.create report="$report" \
    recipient="$ruth" basis=plan channel=system encryption=system)
curl -sf -H "Authorization: Bearer $token" -o "$dir/report.pdf" \
    "$url/api/v1/report/$report/document.pdf"
let_ ines report_delivery.send "$delivery"
let_ ruth report_delivery.acknowledge "$delivery"

say "The action, and whether it works"
correction=$(by jonas action.create finding="$finding" kind=correction \
    title="Close the two rights" owner="$jonas" due="$(day 3)" \
    description="Both were closed on the day of the closing meeting.")
action=$(by jonas action.create finding="$finding" kind=corrective_action \
    title="Close rights from the personnel list" owner="$jonas" \
    description="Personnel sends the list of leavers each morning." \
    cause="Nobody told the service desk that somebody leaves." \
    similar_checked=yes similar_result="Contractors: none was left open." \
    due="$(day 30)")

proof=$(by jonas document.create audit="$audit" organization="$works" \
    title="Export of the directory" kind=record version=1 \
    dated="$(day 0)" held=reference location="Service desk" class=internal)
let_ ines action.accept "$correction"
let_ ines action.accept "$action"
let_ jonas finding.act "$finding"

# carried_out ACTION KIND - begun, done, and looked at by somebody else.
carried_out() {
	let_ jonas action.start "$1"
	let_ jonas action.implement "$1" proof="$proof"
	let_ ines action.check "$1" verifier="$tomasz"
	let_ tomasz verification.create action="$1" kind="$2" \
	    method=document_review evidence="$evidence" result=ok \
	    remarks="Five leavers since: all closed on the day." \
	    verified_by="$tomasz" verified_at="$(day 0)T16:00:00Z"
	let_ tomasz action.confirm "$1"
}
carried_out "$correction" implementation
carried_out "$action" effectiveness
let_ jonas finding.submit "$finding"
let_ ines finding.close "$finding"

say "The end of the audit"
completion=$(by ines completion.create audit="$audit" \
    topics_done=activities topics_done=records_filed \
    topics_done=copies_returned topics_done=packages_wiped \
    topics_done=access_closed topics_done=lessons_written \
    topics_done=feedback_asked returned_items="No copies were taken.")
let_ ines completion.finish "$completion"
let_ ines audit.complete "$audit"
review=$(by hana result_review.create audit="$audit" \
    objectives_reached=yes report_suitable=yes follow_up=next_audit \
    adapt_programme=no)
let_ hana result_review.conclude "$review"
let_ hana audit.close "$audit"

say "What was done, from outside"
curl -sf -H "Authorization: Bearer $token" "$url/api/v1/finding/$finding" |
    jq -r '"\(.code) \(.title): \(.state)"'
"$muster" journal audit "$audit" --as hana --data "$data" | head -n 5
"$muster" list audit --as hana --data "$data"
echo "The report lies in $dir/report.pdf"
