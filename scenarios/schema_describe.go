package scenarios

import (
	"reflect"

	"anchorage/sim/fault"
	"anchorage/sim/people"
)

// describe is what an editor shows beside a key.
func describe(owner reflect.Type, key string) string { return descriptions[owner][key] }

// descriptions tell, where the name alone does not, what is meant, in which unit,
// and the default.
var descriptions = map[reflect.Type]map[string]string{
	reflect.TypeFor[File](): {
		"name":      "Lower case letters, digits and dashes.",
		"title":     "One line for people.",
		"note":      "Sources and modelling assumptions, for readers of the report.",
		"clock":     "The span of the world, a year at most.",
		"seed":      "Of every draw: the same file and seed give the same history.",
		"era":       "Year whose provider behaviour holds; default: the year of clock.from.",
		"fleet":     "Mailboxes by attribute. Who fails follows from the attributes.",
		"cohorts":   "Named selections of mailboxes, for matches, expectations and the report.",
		"provider":  "What is assumed of the provider, where that may be doubted.",
		"owners":    "The people whose mailboxes are synchronised.",
		"system":    "Settings of the system under test.",
		"faults":    "What the provider does wrong, and when.",
		"kills":     "When the system under test is killed, and how long it is down.",
		"sinks":     "Services to which messages to people go, while they are down.",
		"team":      "Who operates the system, and when they are at work.",
		"operators": "What the team does: at a time, or on a signal.",
		"expect":    "What must hold.",
	},
	reflect.TypeFor[Provider](): {
		"live_reads_me": "Tokens of the older authorization may read /me, which tells the mailbox ID; default: they may not.",
	},
	reflect.TypeFor[Address](): {
		"custom_domain":        "Share of the fleet that signs in with an address of a domain of their own.",
		"other_sign_in":        "Share of the fleet that signs in with an outside address, not a custom domain.",
		"custom_domain_listed": "Share of the fleet that has a custom domain and is listed in the directory; counts within custom_domain.",
		"standard_unlisted":    "Share of the fleet with a standard address that the directory does not list.",
	},
	reflect.TypeFor[people.Owners](): {
		"edits_per_day":  "Changes that each owner makes in the provider.",
		"writes_per_day": "Changes that each owner makes through the system; one in four is changed again within minutes.",
		"reads_per_day":  "Looks of each owner through the system.",
		"time_zone":      "Default UTC.",
		"waking":         "Default 07:00-23:30.",
		"events":         "Single events in each calendar at the start; default 30.",
		"series":         "Recurring events in each calendar at the start; default 3.",
		"complain":       "Who writes a ticket when a change of their own does not arrive.",
		"relink":         "How owners react to a mail that asks them to relink.",
	},
	reflect.TypeFor[people.Complain](): {
		"share": "Of all owners.",
		"after": "Age of the missing change at the look that notices it.",
	},
	reflect.TypeFor[people.RelinkAnswers](): {
		"answer":        "Share that follows the link.",
		"after":         "From the mail to the click; moved into waking hours.",
		"decline":       "Share of those that follow the link who decline at the consent page.",
		"other_account": "Share of those that follow the link who first sign in with another account.",
		"twice":         "Share of those that follow the link who follow it once more, later.",
	},
	reflect.TypeFor[people.Team](): {
		"zones":                  "Working hours hold in any of them.",
		"hours":                  "Monday to Friday; default 09:00-17:30.",
		"skims_chat":             "On working days, in the first zone; default 09:15.",
		"support_hands_on_after": "From a ticket to engineering, within working hours.",
		"cadence":                "The longest gap between status updates that the team promises.",
		"attention":              "Chance to see an alert among others in the chat; a modelling assumption.",
	},
	reflect.TypeFor[people.Attention](): {
		"full":  "Up to so many messages each is read; without attention, 5.",
		"blind": "From so many on, none is; without attention, 60.",
	},
	reflect.TypeFor[people.Step](): {
		"on":     "The first signal of this kind sets the step off.",
		"after":  "After the signal.",
		"try":    "Change settings for a while, then put them back.",
		"for":    "How long a try lasts; default 20m.",
		"deploy": "New settings, or a new mechanism.",
		"enable": "Switch on what is deployed.",
		"relink": "Ask owners to relink.",
	},
	reflect.TypeFor[people.HealthClaim](): {
		"share":          "At least so many of them are healthy, says the post.",
		"mistaken":       "The team errs here: the claim may be untrue without breaking a promise.",
		"except_waiting": "Leave out those asked to relink that have not answered.",
	},
	reflect.TypeFor[people.Campaign](): {"per_hour": "Pace, as a share of the group selected at the start."},
	reflect.TypeFor[fault.Rule](): {
		"name":     "Unique in the file; reports and expectations use it.",
		"until":    "The first instant no longer in force; default: the end of the world.",
		"every":    "Flicker: the period, counted from at or the start of the clock.",
		"for":      "Flicker: the time in force within each period.",
		"match":    "Every condition that is set must hold; without any, every request.",
		"inject":   "One kind; latency may stand beside another, save those about notifications.",
		"may_miss": "The rule may never fire without making the run vacuous.",
	},
	reflect.TypeFor[fault.Match](): {
		"provider":    "Of the mailbox.",
		"cohort":      "Name of a cohort of this file.",
		"share":       "Of the mailboxes selected by provider and cohort; above 0; a flicker draws others each period.",
		"path":        "A pattern on the path of the URL, as /api/v2.0/*.",
		"token":       "Kind of the access token.",
		"nth":         "Only these of the requests that meet all else while the fault is in force, counted for each mailbox and, in a flicker, anew each period.",
		"probability": "Chance of each request that meets all else; above 0; default: always.",
	},
	reflect.TypeFor[fault.Inject](): {
		"routing":       "The mode of the provider's front door.",
		"status":        "Answer with this HTTP status instead of doing the work.",
		"code":          "With status: the error code in the provider's envelope.",
		"body":          "With status: the body as is, instead of the envelope.",
		"headers":       "With status.",
		"latency":       "Log-normal, before the work.",
		"timeout":       "Never answer.",
		"refuse":        "Refuse the connection.",
		"reset":         "Reset the connection before the work, or after it has been done and before the answer.",
		"cut_body":      "Do the work, then break the connection after this share of the answer's body.",
		"malformed":     "Do the work, and answer with JSON that does not parse.",
		"html":          "Answer with status 200 and an HTML page instead of doing the work.",
		"gone":          "Requests that carry a delta or skip token get 410, in the middle of a round too.",
		"token":         "At token refresh: refused for a while, or the grant is dead until its owner signs in again.",
		"notifications": "What becomes of change notifications.",
		"subscription":  "The subscription is gone without a word, at its next notification.",
		"stale_reads":   "Reads answer from a replica that is this far behind.",
	},
	reflect.TypeFor[fault.Notification](): {
		"lost":      "They never arrive.",
		"late":      "On top of the ordinary latency.",
		"doubled":   "Each arrives twice.",
		"reordered": "Each goes out after the one that follows it, or after a minute.",
	},
	reflect.TypeFor[Down](): {
		"from":  "The first instant at which it refuses everything.",
		"until": "The first instant at which it works again; default: the end of the world.",
	},
	reflect.TypeFor[ExpectChat](): {
		"provider": "That the messages are about; default: any.",
		"after":    "Count from the start of this fault; default: from the start of the clock.",
		"by":       "Count until then; default: the end of the world.",
	},
	reflect.TypeFor[Expectation](): {
		"name":      "Default: made from the kind and its main values.",
		"cache":     "Reads are answered, and old answers say so.",
		"failing":   "The share of mailboxes that fail at an instant.",
		"alert":     "An alert arrives within a time after a fault began, or never.",
		"noticed":   "How and when a person first learns of a fault.",
		"recovered": "The share that has recovered from a fault by an instant.",
		"makeup":    "Of the mailboxes that fail at an instant, the share that belongs to a cohort.",
		"relink":    "Who is asked to relink, how fast, and how soon it helps.",
		"claim":     "Whether the claim of a status post is true.",
		"silence":   "The longest gap between two status updates.",
		"tried":     "What the team's tries change and heal.",
		"chat":      "How many messages reach the chat.",
	},
}
