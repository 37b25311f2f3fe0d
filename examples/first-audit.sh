#!/bin/sh
# SPDX-License-Identifier: AGPL-3.0-or-later
# first-audit.sh MUSTER DIR [OSCAL-CATALOGUE] - one small internal audit, from
# the empty store to the action that was verified, by the command line and curl
# alone.  Read it as a tutorial: it goes the way of every audit.
#
# MUSTER is the program and DIR an empty folder.  A server runs on a free port
# while the script does and is stopped at its end; DIR/report.pdf stays.  With a
# catalogue the audit has a second source of criteria besides ISO/IEC 27001.
# MUSTER_DATABASE=postgresql://... keeps the rows in PostgreSQL.
set -eu

muster=$1
dir=$2
catalogue=${3:-}
scans=$(cd "$(dirname "$0")/../data/demo/scan" && pwd)
mkdir -p "$dir"
data=$dir/data

# --- how this script speaks ----------------------------------------------------

say() {
	printf '\n== %s\n' "$*"
}

# by WHO COMMAND [RECORD] [FIELD=VALUE...] - a command in somebody's name.  It
# reaches the server through the socket in the store's folder.  $made is the
# code of the record, by which later commands call it.  What is refused, and
# what to do about it, is printed before the script ends.
by() {
	who=$1
	shift
	"$muster" "do" "$@" --as "$who" --data "$data" --json \
	    >"$dir/answer" 2>&1 || {
		echo "$who could not: $*"
		jq -r '"  \(.rule // .error): \(.text)\n  \(.hint)"' \
		    "$dir/answer" 2>/dev/null || cat "$dir/answer"
		exit 1
	} >&2
	made=$(jq -r '.items[0].code' "$dir/answer")
	printf '   %-7s %s %s\n' "$who" "$1" "$made"
}

hana() { by hana "$@"; }
ruth() { by ruth "$@"; }
ines() { by ines "$@"; }
tomasz() { by tomasz "$@"; }
jonas() { by jonas "$@"; }

# the RECORD [FIELD=VALUE...] - the code of a record that is there already.
the() {
	"$muster" list "$@" --as hana --data "$data" --json |
	    jq -r '.items[0].code // ""'
}

# missing WHO RECORD CODE - the steps that come next, and what they still want.
missing() {
	"$muster" show "$2" "$3" --gates --as "$1" --data "$data"
}

# web PATH [CURL-OPTION...] - one request; a problem is printed in its words.
web() {
	path=$1
	shift
	curl -sS --fail-with-body -o "$dir/answer" "$@" "$url$path" || {
		echo "$path was refused:"
		jq -r '"  \(.rule // .title): \(.detail)"' "$dir/answer" \
		    2>/dev/null || cat "$dir/answer"
		exit 1
	} >&2
}

# day N - the day N days from now; everything here happens today.
day() {
	date -u -d "$1 days" +%F
}

# --- a server ------------------------------------------------------------------

server=

serve() {
	"$muster" serve --data "$data" --listen 127.0.0.1:0 \
	    >"$dir/server.log" 2>&1 &
	server=$!
	until url=$(sed -n 's/^serving .* on \(http.*\)$/\1/p' \
	    "$dir/server.log") && [ -n "$url" ] &&
	    curl -sf "$url/readyz" >/dev/null; do
		kill -0 $server 2>/dev/null || {
			cat "$dir/server.log" >&2
			exit 1
		}
		sleep 0.1
	done
}

stop() {
	[ -z "$server" ] || kill "$server"
	[ -z "$server" ] || wait "$server"
	server=
}

trap stop EXIT

say "An empty store and its server"
"$muster" init --data "$data" ${MUSTER_DATABASE:+--database "$MUSTER_DATABASE"}
serve

say "The first account, with the one-time code that the server prints"
code=$(sed -n 's/^set-up code: \([^ ]*\).*/\1/p' "$dir/server.log")
web /setup -d "code=$code" --data-urlencode "organization=Harbour Works" \
    --data-urlencode "name=Hana Okafor" -d "email=hana@harbour.example" \
    -d "login=hana" --data-urlencode "password=a long sentence for hana"
works=$(the organization name="Harbour Works")
hana=$(the person name="Hana Okafor")

# --- 5 the audit programme -----------------------------------------------------

say "People: a client, two auditors, somebody who is audited"

# person LOGIN NAME POSITION DUTY [SCOPE...] - somebody who can sign in and has
# one duty.  $person is his code.
person() {
	hana person.create name="$2" email="$1@harbour.example" \
	    employer="$works" position="$3" languages=english
	person=$made
	hana user_account.create person="$person" login="$1"
	duty=$4
	shift 4
	[ $# -gt 0 ] || set -- scope=whole_system
	hana role_grant.create person="$person" duty="$duty" "$@" \
	    valid_from="$(day 0)" reason="Named by the board."
}

person ruth "Ruth Calloway" "Chief operating officer" client
ruth=$person
person ines "Ines Aguilar" "Lead auditor" auditor
ines=$person
person tomasz "Tomasz Wrona" "Auditor" auditor
tomasz=$person
person jonas "Jonas Brandt" "Head of personnel services" representative \
    scope=organization organization="$works"
jonas=$person

say "A token for programs of Ines, made while the server rests"
stop
token=$("$muster" token ines tutorial --data "$data")
serve

say "A small house agrees on short notice"
for name in plan_lead_days start_lead_days pack_lead_days; do
	hana setting.create name=$name value=0 \
	    note="Agreed with all sites: we sit in one building."
done

say "A programme for three years, its manager appointed by the client"
year=$(date -u +%Y)
hana programme.create title="ISMS audits $year to $((year + 2))" party=first \
    period_from="$year-01-01" period_to="$((year + 2))-12-31" cycle_years=3 \
    languages=english auditees="$works" client="$works" \
    client_person="$ruth" manager="$hana" report_approver=manager \
    schemes=@iso27001-2022
programme=$made
revision=$(the programme_revision)
missing hana programme_revision "$revision"
ruth appointment.create programme="$programme" duty=programme_manager \
    person="$hana" appointed_by="$ruth" valid_from="$(day 0)" \
    authority="Plans, staffs and closes audits; does not audit herself."
hana appointment.accept "$made"
hana development_record.create person="$hana" kind=training hours=16 \
    subject="Managing an audit programme" done_on="$(day -40)"

say "How long records are kept, and what happens to them then"
for group in programme audit evidence interview_notes report action; do
	hana retention_rule.create subject_group=$group keep_months=72 \
	    starts=audit_closed disposal=delete \
	    basis="Record schedule of the house, line 12"
done
hana retention_rule.create subject_group=personnel keep_months=36 \
    starts=person_left disposal=anonymize \
    basis="Record schedule of the house, line 14"

say "What the programme rests on"
# input KIND SOURCE NOTE - something to be considered.
input() {
	hana programme_input.create programme="$programme" kind="$1" \
	    source="$2" note="$3" as_of="$(day -30)" class=internal
}
input requirement "The certificate" "All of it is audited in three years."
input risk "The risk register" "Access of leavers is rated high."
input incident "Incident of last autumn" "A former clerk had signed in."
input security_requirement "Contract with the port authority" \
    "Nobody enters the cargo system who does not work here any more."
hana programme_objective.create programme="$programme" kind=conformity \
    statement="Show that rights end on the day people leave." \
    inputs="$made" indicator=@K-04 target="each site sampled once" \
    due="$((year + 2))-09-30" priority=1

say "What could go wrong with the programme, and a chance"
hana programme_risk.create programme="$programme" kind=risk \
    area=information_security_of_audit likelihood=3 consequence=4 \
    description="Lists of leavers would help an attacker." \
    treatment=reduce owner="$hana" review_on="$(day 90)" \
    treatment_text="They stay in this system and are read on site."
hana programme_risk.treat "$made"
hana programme_risk.create programme="$programme" kind=risk \
    area=evidence_availability likelihood=2 consequence=2 \
    description="The directory keeps its log for ninety days only." \
    treatment=accept owner="$ines" review_on="$(day 90)" \
    treatment_text="Samples are drawn from the last quarter."
ruth programme_risk.accept "$made"
hana programme_risk.create programme="$programme" kind=opportunity \
    area=planning likelihood=3 consequence=2 \
    description="Privacy and security in one visit." treatment=pursue \
    owner="$hana" review_on="$(day 90)" \
    treatment_text="Ask the privacy officer."

say "How much is audited: what speaks for more or less, and every clause once"
# factor NAME RATING EFFECT REASON
factor() {
	hana extent_factor.create revision="$revision" organization="$works" \
	    factor="$1" rating="$2" effect="$3" reason="$4"
}
factor persons_and_third_parties 2 neutral "Forty people; cleaners come in."
factor information_systems 3 neutral "The directory and the cargo system."
factor sites_and_likeness 1 neutral "One office."
factor isms_complexity 2 neutral "One system, one register, one statement."
factor business_significance 4 increase "Cargo data of all customers."
factor planning_risks 2 neutral "Two auditors, both in the house."
factor security_importance 4 increase "Who may see the cargo matters most."
factor technology_complexity 2 neutral "Bought systems, run by the house."
for clause in 4 5 6 7 8 9 10; do
	hana coverage_cell.create programme="$programme" depth=sample \
	    criterion="@iso27001-2022:$clause" reason="Once in three years."
done

say "Its eight elements, the comment of the top, and the client's yes"
# element NAME TEXT
element() {
	hana revision_element.update "$(the revision_element element="$1")" \
	    status=complete text="$2"
}
element objectives "One objective, see there."
element risks_and_opportunities "Two risks and a chance, all decided."
element extent "The harbour office; every clause within three years."
element schedule "One audit each spring."
element resources "Two auditors, five days a year."
element methods "On site; lists are read beforehand."
element team_selection "A leader and an auditor from outside the office."
element documented_information "Plan, papers, report, actions; six years."
hana programme_revision.update "$revision" strategy_comment_by="$ruth" \
    strategy_comment="Look at what our customers pay for."
hana programme_revision.submit "$revision"
ruth programme_revision.approve "$revision"
hana programme.activate "$programme"

# --- 5.5 an audit of the programme -----------------------------------------------

say "An audit: what for, of what, against what"
hana site.create organization="$works" name="Harbour office" kind=office \
    country=GB time_zone=Europe/London persons=40
site=$made
hana audit.create programme="$programme" revision="$revision" \
    title="Harbour office, access and leavers" kind=internal party=first \
    mode=onsite announcement=announced auditee="$works" client="$works" \
    representative="$jonas" planned_from="$(day 0)" planned_to="$(day 0)" \
    language=english origin=schedule class=confidential
audit=$made
baseline=$(the baseline)
hana audit_objective.create baseline="$baseline" position=1 \
    statement="Do rights end when people leave?" kind=conformity_extent
objective=$made
hana audit_scope_item.create baseline="$baseline" kind=site included=yes \
    site="$site"
hana audit_scheme.create baseline="$baseline" edition=@iso27001-2022 \
    lead="$ines"
hana audit_criterion.create scheme="$made" item=@iso27001-2022:A.5.18 \
    applicability=applicable
criterion=$made
second_criterion=

if [ -n "$catalogue" ]; then
	say "A second source: first what would come in, then all of it"
	"$muster" import oscal-catalog "$catalogue" --dry-run --as hana \
	    --data "$data"
	"$muster" import oscal-catalog "$catalogue" --as hana --data "$data" \
	    >"$dir/answer"
	cat "$dir/answer"
	edition=$(sed -n 's/^Done: criteria_edition //p' "$dir/answer")
	hana audit_scheme.create baseline="$baseline" edition="$edition" \
	    lead="$ines"
	hana audit_criterion.create scheme="$made" applicability=applicable \
	    item="$(the criterion_item edition="$edition" kind=control \
	        q=access)"
	second_criterion=$made
fi
hana statement_of_applicability.create organization="$works" version=3 \
    dated="$(day -60)" edition=@iso27001-2022 class=internal \
    approved_by="Ruth Calloway"
hana baseline.update "$baseline" statement="$made"
ruth baseline.approve "$baseline"
hana audit.schedule "$audit"
missing hana audit "$audit"

say "Its team, which declares that it is independent"
# join WHO PERSON DUTY - asked, declared, confirmed.  $member is the code.
join() {
	hana team_assignment.create audit="$audit" person="$2" duty="$3" \
	    days=200
	member=$made
	by "$1" conduct_declaration.sign \
	    "$(the conduct_declaration person="$2")"
	by "$1" interest_declaration.sign \
	    "$(the interest_declaration person="$2")" any_interest=no
	by "$1" team_assignment.declare "$member"
	hana team_assignment.confirm "$member"
}
join ines "$ines" leader
leader=$member
join tomasz "$tomasz" auditor
second=$member
pack=$(the assignment_pack)
hana assignment_pack.update "$pack" report_language=english \
    report_outputs=full distribution="$ruth" distribution="$hana" \
    contacts="Jonas Brandt" resources="Two auditor days" \
    known_risks="Leavers have kept accounts; no earlier audit." \
    confidentiality_rules="Undertaking signed; no names in the report." \
    security_and_access="Badge from the front desk." \
    not_applicable=health_and_safety not_applicable=travel \
    not_applicable=coordination not_applicable=joint_authority \
    not_applicable_reason="An office in the same house, no other audit."
hana assignment_pack.send "$pack"
hana audit.assign "$audit"
ines assignment_pack.accept "$pack"
ines audit.accept "$audit"

# --- 6.2 initiation --------------------------------------------------------------

say "First contact, disclosure, feasibility"
# topics FIELD TOPIC... - a field that ticks many topics, in $ticked.
topics() {
	field=$1
	shift
	ticked=$(printf "$field=%s " "$@")
}
topics topics_done channels authority information_given planning_information \
    legal_duties confidentiality schedule site_conditions companions \
    concerns team_questions
# shellcheck disable=SC2086
ines contact_record.create audit="$audit" held_at="$(day 0)T08:00:00Z" \
    mode=remote channel=meeting representative="$jonas" \
    participants="$jonas" participants="$ines" authority=confirmed \
    authority_source="Named by the client" class=confidential \
    legal_duties="None beyond those of every employer." \
    concerns="Nobody is to be named in the report." $ticked
ines contact_record.complete "$made"
ines agreement.create kind=disclosure audit="$audit" organization="$works" \
    parties="$works" class_max=strictly_confidential class=internal \
    contract_reference="Standing agreement of internal audit" \
    onward_disclosure=client
ines agreement.sign "$made"
ines availability_declaration.create audit="$audit"
jonas availability_declaration.declare "$made" any_unavailable=no
ines feasibility.create audit="$audit" information=yes cooperation=yes \
    time_and_resources=yes access=yes proposal=feasible
feasible=$made
ines feasibility.submit "$feasible"
hana feasibility.decide "$feasible" conclusion=feasible
ines audit.prepare "$audit"

# --- 6.3 preparation -------------------------------------------------------------

say "The papers that an audit of such a system starts from"
for kind in scope_statement policy risk_method treatment_plan objectives \
    internal_audit_result management_review_result; do
	jonas document.create organization="$works" kind=$kind held=reference \
	    title="The $kind of the house" location="Folder ISMS" \
	    class=internal
done

say "A risk of the audit itself, the plan, a working paper"
ines audit_risk.create audit="$audit" source=automated_tool \
    description="A scanner slows a host down." areas=availability \
    likelihood=2 consequence=2 class=internal precautions=auditee_operates \
    precaution_text="Run by the people of the office at noon."
risk=$made
jonas audit_risk.consent "$risk"
ines audit_risk.accept "$risk"
ines plan.create audit="$audit" version=1 language=english \
    report_language=english logistics="The room by the stairs." \
    confidentiality_text="Notes name positions, not people." \
    audit_risk_statement="None beyond taking the time of people." \
    familiarization="A walk through the office before the opening." \
    follow_up_text="Actions are looked at after thirty days." \
    not_applicable=earlier_findings not_applicable=coordination
plan=$made

# session KIND TITLE TIME MINUTES - one line of the plan.
session() {
	ines plan_session.create plan="$plan" kind="$1" title="$2" \
	    starts_at="$(day 0)T$3:00Z" duration="$4" site="$site" \
	    mode=onsite auditors="$leader" auditors="$second" class=internal \
	    criteria="$criterion" \
	    ${second_criterion:+criteria="$second_criterion"} \
	    auditee_positions="Personnel services"
}
session opening "Opening" 09:00 30
opening_session=$made
session interview "Access and leavers" 10:00 240
session closing "Closing" 15:00 30
closing_session=$made
ines plan.submit "$plan"
hana plan.send "$plan"
jonas plan.agree "$plan"
ines working_paper.create audit="$audit" title="Access rights" \
    owner="$ines" reviewer="$tomasz" class=confidential
paper=$made
ines checklist_item.create paper="$paper" position=1 \
    criterion="$criterion" question="When did the rights of leavers end?"
question=$made
ines audit.make_ready "$audit"

# --- 6.4 on site -----------------------------------------------------------------

# meeting KIND SESSION TIME - begun, with those who came.  $meeting is its code.
meeting() {
	ines meeting.create audit="$audit" kind="$1" session="$2" \
	    starts_at="$(day 0)T$3:00Z" mode=onsite chair="$ines" \
	    class=internal
	meeting=$made
	ines meeting.open "$meeting"
	ines attendance.create meeting="$meeting" present=true side=team \
	    person="$ines"
	ines attendance.create meeting="$meeting" present=true side=team \
	    person="$tomasz"
	ines attendance.create meeting="$meeting" present=true side=auditee \
	    management=true person="$jonas"
}

say "Opening meeting"
meeting opening "$opening_session" 09:00
topics opening_topics participants objectives_scope_criteria plan \
    methods_and_risks channels language progress resources confidentiality \
    access_and_safety site_activities grading termination responses \
    feedback_and_appeal
# shellcheck disable=SC2086
ines meeting.update "$meeting" ends_at="$(day 0)T09:20:00Z" \
    minutes="Plan gone through and kept." $ticked
ines meeting.close "$meeting"
ines audit.start "$audit"

say "Evidence: what was read, and what scanners said"
ines checklist_item.start "$question"
ines evidence.create audit="$audit" method=document_review \
    title="Three leavers of last month" source_kind=record \
    source="Personnel list" collected_at="$(day 0)T10:00:00Z" \
    collected_by="$ines" site="$site" verification=corroborated \
    degree=high class=internal held=reference \
    description="Two of three could still sign in a week later."
evidence=$made
tomasz evidence.verify "$evidence"
"$muster" import arf "$scans/debian11-arf-results.xml.xz" \
    audit_risk="$risk" --audit "$audit" --as ines --data "$data"
"$muster" import lynis "$scans/debian11-lynis-report.dat" \
    audit_risk="$risk" --audit "$audit" --as ines --data "$data"
ines checklist_item.finish "$question" verdict=nonconform \
    notes="Two of three rights stood for a week." evidence="$evidence"
tomasz checklist_item.review "$question"
if [ -n "$second_criterion" ]; then
	ines checklist_item.create paper="$paper" position=2 \
	    criterion="$second_criterion" \
	    question="Who decides on rights, and where is it written?"
	ines checklist_item.start "$made"
	ines checklist_item.finish "$made" verdict=conform \
	    notes="Heads of units decide; the rule is in force and known." \
	    evidence="$evidence"
	tomasz checklist_item.review "$made"
fi

say "A finding, read by the other auditor"
ines finding.create audit="$audit" type=minor_nonconformity \
    title="Rights of leavers stand for a week" \
    statement="The rights of leavers are not removed on their last day." \
    expected="The rights of a person end on the last day of work." \
    observed="Two of three leavers could sign in a week later." \
    grade_reason="Single failings of a process that works." \
    evidence="$evidence" sites="$site" drafted_by="$ines" class=internal
finding=$made
ines finding_criterion.create finding="$finding" criterion="$criterion" \
    position=0 verdict=nonconform
missing ines finding "$finding"
tomasz finding.review "$finding"
ines finding.agree "$finding"
ines audit.conclude "$audit"

say "Conclusions, and the closing meeting"
ines conclusion.create audit="$audit" objective="$objective" \
    result=partly_met reasoning="Rights end, but late." \
    uncertainty="Three leavers were looked at." basis="$finding"
ines overall_conclusion.create audit="$audit" \
    conformity="Conforms but for one minor." \
    effectiveness="Removal works, slowly." improvement="None." \
    risk_handling="The risk is known and rated high." \
    recommendation=continue_with_actions \
    summary="Access is in order; leavers take a week too long."
overall=$made
tomasz overall_conclusion.consent "$overall"
ines overall_conclusion.agree "$overall"
meeting closing "$closing_session" 15:00
ines finding.present "$finding"
ines overall_conclusion.present "$overall"
jonas finding.acknowledge "$finding" reply_text="True."
topics closing_topics attendance evidence_is_a_sample reporting \
    handling_of_findings findings_and_conclusions limits disagreements \
    after_audit deadlines recommendations complaint_and_appeal \
    confidentiality
# shellcheck disable=SC2086
ines meeting.update "$meeting" ends_at="$(day 0)T15:30:00Z" \
    action_plan_due="$(day 20)" minutes="One minor, understood." $ticked
ines meeting.close "$meeting"
ines finding.confirm "$finding"
ines audit.report "$audit"

# --- 6.5 the report --------------------------------------------------------------

say "The report: written, approved by somebody else, issued, sent"
ines report.create audit="$audit" version=1 variant=full language=english \
    title="Harbour office, access and leavers" class=confidential \
    author="$ines" reviewer="$tomasz" \
    summary="One day, two auditors. One minor on the rights of leavers." \
    sampling_statement="Three leavers; others were not looked at." \
    follow_up_text="A plan within three weeks."
report=$made
ines report.submit "$report"
hana report.approve "$report"
ines report.issue "$report"
ines report_delivery.create report="$report" recipient="$ruth" basis=plan \
    channel=system encryption=system
delivery=$made
ines report_delivery.send "$delivery"
ruth report_delivery.acknowledge "$delivery"
web "/api/v1/report/$report/document.pdf" -H "Authorization: Bearer $token"
mv "$dir/answer" "$dir/report.pdf"

# --- 6.7 follow-up ---------------------------------------------------------------

say "A correction at once, and an action against the cause"
jonas action.create finding="$finding" kind=correction owner="$jonas" \
    title="Close the two rights" due="$(day 3)" \
    description="Both were closed on the day of the closing meeting."
correction=$made
jonas action.create finding="$finding" kind=corrective_action \
    title="Close rights from the personnel list" owner="$jonas" \
    description="Personnel sends the list of leavers each morning." \
    cause="Nobody told the service desk that somebody leaves." \
    similar_checked=yes similar_result="Contractors: none was left open." \
    effectiveness_criterion="Five in a row lose their rights in time." \
    due="$(day 30)"
action=$made
ines action.accept "$correction"
ines action.accept "$action"
jonas finding.act "$finding"

say "Done, and looked at by somebody who has no part in it"
jonas document.create audit="$audit" organization="$works" kind=record \
    title="Export of the directory" version=1 dated="$(day 0)" \
    held=reference location="Service desk" class=internal
proof=$made
# carried_out ACTION KIND - begun, done with proof, verified.
carried_out() {
	jonas action.start "$1"
	jonas action.implement "$1" proof="$proof"
	ines action.check "$1" verifier="$tomasz"
	tomasz verification.create action="$1" kind="$2" \
	    method=document_review evidence="$evidence" result=ok \
	    remarks="Five leavers since: all closed on the day." \
	    verified_by="$tomasz" verified_at="$(day 0)T16:00:00Z"
	tomasz action.confirm "$1"
}
carried_out "$correction" implementation
carried_out "$action" effectiveness
jonas finding.submit "$finding"
ines finding.close "$finding"

# --- 6.6 the end -----------------------------------------------------------------

say "The end of the audit"
ines lesson_learned.create programme="$programme" audit="$audit" \
    about=method effect=opportunity class=internal \
    lesson="Ask personnel for the list before the service desk."
topics topics_done activities records_filed copies_returned packages_wiped \
    access_closed lessons_written feedback_asked
# shellcheck disable=SC2086
ines completion.create audit="$audit" returned_items="No copies were taken." \
    $ticked
ines completion.finish "$made"
ines audit.complete "$audit"
hana result_review.create audit="$audit" objectives_reached=yes \
    report_suitable=yes follow_up=next_audit adapt_programme=no
hana result_review.conclude "$made"
hana audit.close "$audit"

say "What was done, seen from outside"
web "/api/v1/finding/$finding" -H "Authorization: Bearer $token"
jq -r '"\(.code) \(.title): \(.state)"' "$dir/answer"
"$muster" journal audit "$audit" --as hana --data "$data"
"$muster" list audit --as hana --data "$data"
stop
rm -f "$dir/answer"
echo "The report lies in $dir/report.pdf"
