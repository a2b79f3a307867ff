package ours_test

// Texts of the file that several alterations replace.
const (
	hintFromTheStart = "routing: {hint: none, remediation: manual}"
	routingMatch     = "match: {provider: outlook.com}\n    inject: {routing: hint_required}"
	rules2022        = "rules: alerts/2022.rules.yml"
	firstTry         = "{requests: {user_agent: anchorage-sync/1.1}}"
	claimsAll        = "claims: {healthy: {select: {provider: outlook.com}, share: 1.0, mistaken: true}}"
	claimsHalf       = "claims: {healthy: {select: {provider: outlook.com}, share: 0.5}}"
)

// incident2022 at a twenty-fifth of the fleet. There the flicker meets fewer
// mailboxes, so that more of them flicker and it takes less to hide an alert; and
// more owners complain and the few who are asked to relink answer sooner.
var incident2022 = shippedFile{
	name: "outlook-2022-03.yaml", fleet: 0.04,
	calibrate: []string{"match: {share: 0.2}", "match: {share: 1.0}", "attention: {full: 3, blind: 25}", "attention: {full: 2, blind: 4}",
		"complain: {share: 0.006, after: 26h}", "complain: {share: 0.1, after: 26h}",
		"{median: 45m, p95: 16h}", "{median: 10m, p95: 16h}"},
	alterations: []alteration{
		{what: "requests carry the e-mail hint from the start, and no answer says that it is old", mistake: silent,
			replace: []string{hintFromTheStart, "routing: {hint: email, remediation: manual}"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"within the hour every Outlook.com mailbox fails",
				"all of them still fail on Thursday",
			}},
		{what: "Microsoft 365 needs the hint as well, and the team tries what changes nothing",
			replace: []string{routingMatch, "inject: {routing: hint_required}", firstTry, "{requests: {user_agent: anchorage-sync/1.0}}"},
			breaks: []string{
				"Microsoft 365 is untouched in the first night",
				"Microsoft 365 is untouched on Thursday",
				"nobody is paged for Microsoft 365",
				"the tries reach the provider and heal nobody",
			}},
		{what: "the alert rules are today's, and one post comes some hours earlier",
			replace: []string{rules2022 + ", alertmanager: alerts/2022.alertmanager.yml", "rules: default, alertmanager: default", "at: 2022-03-04T13:29:00Z", "at: 2022-03-04T09:29:00Z"},
			breaks: []string{
				"no page wakes anybody for Outlook.com",
				"no page waits for the morning, either",
				"a ticket on Thursday morning is the first that anybody notices",
				"the status page is silent for 19 to 20 hours",
			}},
		{what: "the informational rule for Outlook.com never fires, and the team claims half where it claimed all",
			rules: []string{"outlook_com:requests_failed:share5m > 0.005", "outlook_com:requests_failed:share5m > 2"}, replace: []string{claimsAll, claimsHalf},
			breaks: []string{
				"the chat hears of it within minutes",
				"the all-clear of Thursday 15:20 is untrue",
			}},
		{what: "the header that is deployed carries no hint",
			replace: []string{"deploy: {routing: {hint: email}}", "deploy: {routing: {hint: none}}"},
			breaks: []string{
				"and takes effect once the hint helps, but for what somebody changed elsewhere",
				"a little over nine in ten recover within an hour of the e-mail hint",
				"with the e-mail hint every standard mailbox recovers",
				"who still fails on Friday has mostly, not always, a custom domain",
				"the nine in ten of Thursday 17:59 are true",
			}},
		{what: "the hint is not needed any more from Wednesday noon on", replace: []string{routingMatch, "until: 2022-03-02T12:00:00Z\n    " + routingMatch},
			breaks: []string{"what owners change through the system meanwhile waits"}},
		{what: "everybody is asked to relink, hours later, and owners take days to answer",
			replace: []string{"relink: {select: failing, per_hour: 20%}", "relink: {select: all, per_hour: 20%}", "at: 2022-03-04T16:30:00Z", "at: 2022-03-04T21:30:00Z", "answer: 0.9, after: {median: 45m, p95: 16h}", "answer: 0.9, after: {median: 40h}"},
			breaks: []string{
				"only who fails is asked to relink",
				"no standard mailbox is asked to relink",
				"nobody whom Thursday's change brought back is asked to relink",
				"the first who relinks is well within an hour of the first mail",
				"all are asked by 23:00",
			}},
		{what: "who fails is asked to relink one a day", replace: []string{"per_hour: 20%", "per_hour: 1%"},
			breaks: []string{
				"the all-clear of Saturday is true",
				"half are asked by about 19:00",
				"by Saturday all have recovered but those waiting for their owner",
			}},

		{what: "the alert rules are those of 2022, and no answer says that it is old", variant: "look-now-alert", mistake: silent,
			replace: []string{"alerting: {rules: default, alertmanager: default}", "alerting: {" + rules2022 + "}"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"somebody is paged within minutes",
				"the page is the first that anybody notices",
				"the tries reach the provider and heal nobody",
				"standard mailboxes are back before their owners wake up",
				"who still fails has mostly, not always, a custom domain",
				"only who fails is asked to relink",
				"nobody whom the e-mail hint brought back is asked to relink",
				"by Friday all have recovered but those waiting for their owner",
				"an alert alone does not make the status page less silent",
			}},
		{what: "Microsoft 365 needs the hint as well, the team finds the header within the hour, and asks everybody to relink", variant: "look-now-alert",
			replace: []string{routingMatch, "inject: {routing: hint_required}", "after: 4h\n", "after: 1h\n", "&who-fails {select: failing", "&who-fails {select: all"},
			breaks: []string{
				"nobody is paged for Microsoft 365",
				"every Outlook.com mailbox fails until the header is found",
				"Microsoft 365 is untouched",
				"no standard mailbox is asked to relink",
			}},

		{what: "the flicker is not damped, and no answer says that it is old", variant: "damped-flicker", mistake: silent,
			replace: []string{"rules: alerts/2022-damped.rules.yml", rules2022},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"the chat holds a handful of messages when it is skimmed on Wednesday",
				"and a handful in all four days",
				"the look at the chat on Wednesday morning is the first that anybody notices",
				"the tries reach the provider and heal nobody",
				"every standard mailbox is back on Wednesday",
				"only who fails is asked to relink",
				"nobody whom the e-mail hint brought back is asked to relink",
				"in the end all have recovered but those waiting for their owner",
			}},
		{what: "the damped alert is a page, and requests carry the e-mail hint from the start", variant: "damped-flicker",
			rules:   []string{"severity: informational, provider: outlook.com", "severity: look_now, provider: outlook.com"},
			replace: []string{hintFromTheStart, "routing: {hint: email, remediation: manual}"},
			breaks: []string{
				"the chat hears of it within a quarter of an hour",
				"nobody is paged",
				"every Outlook.com mailbox fails until the header is found",
			}},

		{what: "nothing escalates, and no answer says that it is old", variant: "long-open-informational", mistake: silent,
			replace: []string{"rules: alerts/2022-long-open.rules.yml", rules2022},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"the pager has it for the morning, two hours after it opened",
				"the pager's morning list is the first that anybody notices",
				"the tries reach the provider and heal nobody",
				"every standard mailbox is back on Wednesday",
				"only who fails is asked to relink",
				"nobody whom the e-mail hint brought back is asked to relink",
				"in the end all have recovered but those waiting for their owner",
			}},
		{what: "everything escalates at once, to whom it may concern", variant: "long-open-informational",
			rules:   []string{"for: 2h", "for: 1m", "severity: informational, provider: outlook.com", "severity: look_now, provider: outlook.com"},
			replace: []string{hintFromTheStart, "routing: {hint: email, remediation: manual}"},
			breaks: []string{
				"nothing stays open for Microsoft 365",
				"nobody is paged",
				"every Outlook.com mailbox fails until the header is found",
			}},
		{what: "flicker fires no alert", variant: "long-open-informational",
			rules: []string{"requests_failed:share5m > 0.005", "requests_failed:share5m > 2"},
			breaks: []string{
				"the chat is as noisy as it was",
			}},

		{what: "a post comes late, the team claims half, owners are asked one a day, the hint is there from the start, and no answer says that it is old",
			variant: "kept-cadence", mistake: silent,
			replace: []string{"at: 2022-03-04T02:59:00Z", "at: 2022-03-04T03:30:00Z", claimsAll, claimsHalf, "per_hour: 20%", "per_hour: 1%",
				hintFromTheStart, "routing: {hint: email, remediation: manual}"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"the status page is never silent for more than three hours",
				"the all-clear of Thursday 15:20 is as untrue as it was",
				"the all-clear of Saturday is true",
				"all of them still fail on Thursday",
				"a little over nine in ten recover within an hour of the e-mail hint, as they did",
			}},

		{what: "the header carries no hint, the first try changes nothing, the team asks who fails to relink, and no answer says that it is old",
			variant: "authorized-with-id", mistake: silent,
			replace: []string{"        deploy: {routing: {hint: mailbox_id}}\n", "        deploy: {routing: {hint: none}}\n", firstTry, "{requests: {user_agent: anchorage-sync/1.0}}",
				"      - {at: 2022-03-03T17:59:00Z, post: *says-resolved}\n", "      - {at: 2022-03-03T17:59:00Z, post: *says-resolved}\n      - {at: 2022-03-04T12:00:00Z, relink: {select: failing, per_hour: 100%}}\n"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"the tries reach the provider and heal nobody",
				"with the mailbox ID every mailbox recovers within an hour",
				"the all-clear of Thursday evening is true",
				"nobody is asked to relink",
			}},
		{what: "requests carry the mailbox ID from the start", variant: "authorized-with-id",
			replace: []string{hintFromTheStart, "routing: {hint: mailbox_id, remediation: manual}"},
			breaks: []string{
				"all of them fail until Thursday",
			}},

		{what: "the system does nothing by itself, and no answer says that it is old", variant: "auto-routing", mistake: silent,
			replace: []string{"routing: {remediation: auto}", "routing: {remediation: manual}"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"every standard mailbox is back before anybody notices",
				"a little over nine in ten are back that night, no more",
				"everybody with a custom domain is asked to relink",
				"the first who relinks is well within two hours of the first mail",
				"all are asked by 23:00, as they were",
				"by Saturday all have recovered but those waiting for their owner",
			}},
		{what: "the system offers what it found and leaves it to people, who do nothing", variant: "auto-routing",
			replace: []string{"routing: {remediation: auto}", "routing: {remediation: assisted}"},
			breaks: []string{
				"every standard mailbox is back before anybody notices",
				"a little over nine in ten are back that night, no more",
				"who still fails on Friday has mostly, not always, a custom domain",
				"everybody with a custom domain is asked to relink",
			}},
		{what: "the provider's calendars are simply down, and no hint helps anybody", variant: "auto-routing",
			replace: []string{routingMatch, "match: {provider: outlook.com, dialect: outlook_rest_v2}\n    inject: {status: 503}"},
			breaks: []string{
				"every standard mailbox is back before anybody notices",
				"no standard mailbox is asked to relink",
				"by Saturday all have recovered but those waiting for their owner",
			}},
		{what: "Microsoft 365 needs the hint as well, today's rules page, and the team asks everybody to relink", variant: "auto-routing",
			replace: []string{routingMatch, "inject: {routing: hint_required}", rules2022 + ", alertmanager: alerts/2022.alertmanager.yml", "rules: default, alertmanager: default",
				"        note: neither a hint nor an order to relink goes with it\n",
				"      - {at: 2022-03-04T16:20:00Z, relink: {select: all, per_hour: 100%}}\n"},
			breaks: []string{
				"Microsoft 365 is untouched in the first night",
				"nobody is paged",
				"only who fails is asked to relink",
				"no standard mailbox is asked to relink",
				"nobody whom the e-mail hint brought back is asked to relink",
			}},
		{what: "requests carry the e-mail hint from the start, and the newer authorization is enabled late in the evening", variant: "auto-routing",
			replace: []string{hintFromTheStart, "routing: {hint: email, remediation: manual}",
				"      - at: 2022-03-04T16:15:00Z\n        enable: {authorization: identity_platform}\n", "      - at: 2022-03-04T22:50:00Z\n        enable: {authorization: identity_platform}\n",
				"answer: 0.9, after: {median: 45m, p95: 16h}", "answer: 0.9, after: {median: 40h}"},
			breaks: []string{
				"within the hour every Outlook.com mailbox fails",
				"the first who relinks is well within two hours of the first mail",
			}},

		{what: "the older authorization does not open /me, the first try changes nothing, the team asks who fails to relink, and no answer says that it is old",
			variant: "id-stored-before", mistake: silent,
			replace: []string{"    provider: {live_reads_me: true}\n", "", firstTry, "{requests: {user_agent: anchorage-sync/1.0}}",
				"      - {at: 2022-03-03T17:59:00Z, post: *says-resolved}\n", "      - {at: 2022-03-03T17:59:00Z, post: *says-resolved}\n      - {at: 2022-03-04T12:00:00Z, relink: {select: failing, per_hour: 100%}}\n"},
			breaks: []string{
				"reads are answered from the cache and say how old they are",
				"the tries reach the provider and heal nobody",
				"with the stored ID every mailbox recovers within an hour, custom domain or not",
				"the all-clear of Thursday evening is true",
				"nobody is asked to relink",
			}},
		{what: "requests carry the stored ID from the start", variant: "id-stored-before",
			replace: []string{hintFromTheStart, "routing: {hint: mailbox_id, remediation: manual}"},
			breaks: []string{
				"a stored ID alone helps nobody until Thursday",
			}},
	},
}
