package check

import "time"

// Status of a verdict.
type Status string

// Statuses. Not applicable: the system under test lacks what the check needs.
// Vacuous: it has it, but the occasion never arose or the sample was empty.
const (
	Held          Status = "held"
	Broken        Status = "broken"
	NotApplicable Status = "not_applicable"
	Vacuous       Status = "vacuous"
)

// Verdict is the outcome of one promise or expectation.
type Verdict struct {
	Name     string     `json:"name"`
	Kind     string     `json:"kind"` // promise, expectation
	Status   Status     `json:"status"`
	Message  string     `json:"message"`            // one sentence with the figures, no random parts
	At       time.Time  `json:"at,omitzero"`        // the instant that decided
	Sample   int        `json:"sample"`             // how many occasions were judged
	Accounts []string   `json:"accounts,omitempty"` // mailboxes concerned, sorted, at most MaxAccounts
	Evidence []Evidence `json:"evidence,omitempty"` // the few history events that prove it
}

// Evidence is one line of the history, in words.
type Evidence struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// MaxAccounts bounds Verdict.Accounts; Message says how many there were.
const MaxAccounts = 20

// Measures of a run. Durations are seconds; null where the thing never happened.
// The names are an interface (result.json): keep them stable.
type Measures struct {
	Mailboxes                        int      `json:"mailboxes"`
	Affected                         int      `json:"affected"`                             // that failed longer than a poll
	DetectSeconds                    *float64 `json:"detect_seconds"`                       // first fault that failed a mailbox for longer than a poll -> first page or human action
	DetectedBy                       string   `json:"detected_by"`                          // page, low_page, ticket, chat, action, or ""
	FirstRecoverySeconds             *float64 `json:"first_recovery_seconds"`               // same start -> first mailbox recovered
	NinetyPercentSeconds             *float64 `json:"ninety_percent_seconds"`               // same start -> 90 % of the affected recovered
	FullRecoverySeconds              *float64 `json:"full_recovery_seconds"`                // same start -> all affected recovered
	FullRecoveryExceptWaitingSeconds *float64 `json:"full_recovery_except_waiting_seconds"` // ... of those not waiting for their owner
	RecoveredShare                   float64  `json:"recovered_share"`                      // of the affected, at the end: recovered and not failing again; 1 when none was affected
	StaleMailboxHours                float64  `json:"stale_mailbox_hours"`
	Reads                            int      `json:"reads"` // of mailboxes that have been linked for a minute, as the verdicts count them
	ReadsAnswered                    int      `json:"reads_answered"`
	ReadsStale                       int      `json:"reads_stale"`
	Informational                    int      `json:"informational"` // messages in the chat, closures included
	ReviewSoon                       int      `json:"review_soon"`   // low-urgency pages
	LookNow                          int      `json:"look_now"`      // high-urgency pages
	FirstInformationalSeconds        *float64 `json:"first_informational_seconds"`
	FirstLookNowSeconds              *float64 `json:"first_look_now_seconds"`
	OpenAtEnd                        int      `json:"open_at_end"` // alerts that never closed
	RelinksAsked                     int      `json:"relinks_asked"`
	RelinksAnswered                  int      `json:"relinks_answered"`
	RelinksNeedless                  int      `json:"relinks_needless"`          // asked while healthy
	EditsSeenMedianSeconds           *float64 `json:"edits_seen_median_seconds"` // from an edit in the provider to the end of the round that told of it
	EditsSeen95Seconds               *float64 `json:"edits_seen_95_seconds"`     // the same, for 95 % of edits
	WritesAccepted                   int      `json:"writes_accepted"`
	WritesInEffect                   int      `json:"writes_in_effect"`      // of these
	WritesRefused                    int      `json:"writes_refused"`        // told of a conflict or failure after being accepted
	WritesOpen                       int      `json:"writes_open"`           // neither, at the end
	WritesWrong                      int      `json:"writes_wrong"`          // changes at the provider that nobody asked for: doubled, out of order
	LongestWriteSeconds              *float64 `json:"longest_write_seconds"` // from being accepted to taking effect
	Tickets                          int      `json:"tickets"`
	LongestSilenceSeconds            *float64 `json:"longest_silence_seconds"` // between two status updates
	FalseClaims                      int      `json:"false_claims"`
	Requests                         int      `json:"requests"`
	RequestsFailed                   int      `json:"requests_failed"`
}
