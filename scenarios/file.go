package scenarios

import (
	"encoding/json"
	"time"

	"anchorage/sim/fault"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// File is one scenario file, with one variant merged in.
type File struct {
	Name      string                     `yaml:"name" json:"name"`   // lower case, digits and dashes
	Title     string                     `yaml:"title" json:"title"` // one line for people
	Note      string                     `yaml:"note,omitempty" json:"note,omitempty"`
	Clock     Clock                      `yaml:"clock" json:"clock"`
	Seed      uint64                     `yaml:"seed" json:"seed"`
	Era       int                        `yaml:"era,omitempty" json:"era,omitempty"` // year whose provider behaviour holds; default: the year of Clock.From
	Fleet     []Fleet                    `yaml:"fleet" json:"fleet"`
	Cohorts   map[string]people.Selector `yaml:"cohorts,omitempty" json:"cohorts,omitempty"`
	Provider  Provider                   `yaml:"provider,omitempty" json:"provider,omitzero"` // what differs from the provider as it was
	Owners    people.Owners              `yaml:"owners,omitempty" json:"owners,omitzero"`
	System    json.RawMessage            `yaml:"system,omitempty" json:"system,omitempty" anchorage:"settings"` // decoded by the system under test
	Faults    []fault.Rule               `yaml:"faults,omitempty" json:"faults,omitempty"`
	Sinks     []Sink                     `yaml:"sinks,omitempty" json:"sinks,omitempty"` // that are down for a while
	Kills     []Kill                     `yaml:"kills,omitempty" json:"kills,omitempty"` // of the system under test, in order
	Team      people.Team                `yaml:"team,omitempty" json:"team,omitzero"`
	Operators []people.Step              `yaml:"operators,omitempty" json:"operators,omitempty"`
	Expect    []Expectation              `yaml:"expect,omitempty" json:"expect,omitempty"`
}

// Clock is the span of the world.
type Clock struct {
	From  units.Time `yaml:"from" json:"from"`
	Until units.Time `yaml:"until" json:"until"`
}

// Provider is what a scenario assumes of the provider, where that may be doubted.
type Provider struct {
	LiveReadsMe bool `yaml:"live_reads_me,omitempty" json:"live_reads_me,omitempty"` // tokens of the older authorization may read /me, which tells the mailbox ID
}

// Fleet describes mailboxes by attribute. Shares are exact quotas.
type Fleet struct {
	Name          string  `yaml:"name" json:"name"`
	Provider      string  `yaml:"provider" json:"provider"` // outlook.com | microsoft365
	Mailboxes     int     `yaml:"mailboxes" json:"mailboxes"`
	Authorization string  `yaml:"authorization" json:"authorization"` // live | identity_platform
	Address       Address `yaml:"address,omitempty" json:"address,omitzero"`
}

// Address is the make-up of a fleet's addresses. What is not named is standard:
// the owner signs in with the mailbox address and the directory lists it.
type Address struct {
	CustomDomain       units.Share `yaml:"custom_domain,omitempty" json:"custom_domain,omitzero"`               // sign in with an address of their own domain
	OtherSignIn        units.Share `yaml:"other_sign_in,omitempty" json:"other_sign_in,omitzero"`               // sign in with an outside address that is no custom domain
	CustomDomainListed units.Share `yaml:"custom_domain_listed,omitempty" json:"custom_domain_listed,omitzero"` // of the fleet: custom domain AND listed in the directory; counts within CustomDomain
	StandardUnlisted   units.Share `yaml:"standard_unlisted,omitempty" json:"standard_unlisted,omitzero"`       // of the fleet: standard, yet not listed
}

// Kill ends the system under test without a chance to finish anything. It is
// started again, with what it had saved, after Down.
type Kill struct {
	At   units.Time     `yaml:"at" json:"at"`
	Down units.Duration `yaml:"down,omitempty" json:"down,omitzero"` // default 30s
}

// defaultDown is how long a supervisor takes to start a service again.
const defaultDown = 30 * time.Second

// Until is the instant at which the system is started again.
func (k Kill) Until() time.Time {
	if k.Down == 0 {
		return k.At.Add(defaultDown)
	}
	return k.At.Add(k.Down.D())
}

// Sink is one of the services to which messages to people go, and a span in which
// it refuses whatever it is sent.
type Sink struct {
	Name string `yaml:"name" json:"name"` // chat, pager
	Down Down   `yaml:"down" json:"down"`
}

// Down is a span in which a sink answers 503.
type Down struct {
	From  units.Time `yaml:"from" json:"from"`
	Until units.Time `yaml:"until,omitempty" json:"until,omitzero"` // absent: to the end of the world
}

// Expectation is one thing that must hold. Exactly one field beside Name is set.
type Expectation struct {
	Name      string           `yaml:"name,omitempty" json:"name,omitempty"` // default: made from the kind and its main values
	Cache     *ExpectCache     `yaml:"cache,omitempty" json:"cache,omitempty"`
	Failing   *ExpectFailing   `yaml:"failing,omitempty" json:"failing,omitempty"`
	Alert     *ExpectAlert     `yaml:"alert,omitempty" json:"alert,omitempty"`
	Noticed   *ExpectNoticed   `yaml:"noticed,omitempty" json:"noticed,omitempty"`
	Recovered *ExpectRecovered `yaml:"recovered,omitempty" json:"recovered,omitempty"`
	Makeup    *ExpectMakeup    `yaml:"makeup,omitempty" json:"makeup,omitempty"`
	Relink    *ExpectRelink    `yaml:"relink,omitempty" json:"relink,omitempty"`
	Claim     *ExpectClaim     `yaml:"claim,omitempty" json:"claim,omitempty"`
	Silence   *ExpectSilence   `yaml:"silence,omitempty" json:"silence,omitempty"`
	Tried     *ExpectTried     `yaml:"tried,omitempty" json:"tried,omitempty"`
	Chat      *ExpectChat      `yaml:"chat,omitempty" json:"chat,omitempty"`
	Fresh     *ExpectFresh     `yaml:"fresh,omitempty" json:"fresh,omitempty"`
	Writes    *ExpectWrites    `yaml:"writes,omitempty" json:"writes,omitempty"`
}

// ExpectCache: the share of reads that are answered, and whether every stale
// answer states its age.
type ExpectCache struct {
	Reads          string      `yaml:"reads" json:"reads"` // answered
	Share          units.Share `yaml:"share" json:"share"` // at least
	StaleOnesSaySo bool        `yaml:"stale_ones_say_so,omitempty" json:"stale_ones_say_so,omitempty"`
}

// ExpectFailing: the share of mailboxes that failed at some time within a span
// (Ever), or at its end.
type ExpectFailing struct {
	Cohort string          `yaml:"cohort,omitempty" json:"cohort,omitempty"`
	Select people.Selector `yaml:"select,omitempty" json:"select,omitzero"`
	Share  Bounds          `yaml:"share" json:"share"`
	At     units.Time      `yaml:"at" json:"at"`
}

// ExpectAlert: the first alert of Level for Provider that starts to be delivered
// after the fault began arrives within a time, or never.
type ExpectAlert struct {
	Level    string `yaml:"level" json:"level"` // informational, review_soon, look_now
	Provider string `yaml:"provider" json:"provider"`
	After    string `yaml:"after" json:"after"`   // name of a fault
	Within   Within `yaml:"within" json:"within"` // a duration, or never
}

// ExpectNoticed: how and when a person first learns of it.
type ExpectNoticed struct {
	First string     `yaml:"first" json:"first"` // page, low_page, ticket, chat
	After string     `yaml:"after" json:"after"` // name of a fault
	From  units.Time `yaml:"from,omitempty" json:"from,omitzero"`
	By    units.Time `yaml:"by,omitempty" json:"by,omitzero"`
}

// ExpectRecovered: the share of the cohort that has recovered from the fault
// (definition: harness/check) by an instant.
type ExpectRecovered struct {
	Cohort        string          `yaml:"cohort,omitempty" json:"cohort,omitempty"`
	Select        people.Selector `yaml:"select,omitempty" json:"select,omitzero"`
	After         string          `yaml:"after" json:"after"` // name of a fault
	Share         Bounds          `yaml:"share" json:"share"`
	By            units.Time      `yaml:"by" json:"by"`
	ExceptWaiting bool            `yaml:"except_waiting,omitempty" json:"except_waiting,omitempty"` // of those not waiting for their owner
}

// ExpectMakeup: of the mailboxes of Select that fail at At, the share that
// belongs to Cohort.
type ExpectMakeup struct {
	Select people.Selector `yaml:"select,omitempty" json:"select,omitzero"`
	At     units.Time      `yaml:"at" json:"at"`
	Cohort string          `yaml:"cohort" json:"cohort"`
	Share  Bounds          `yaml:"share" json:"share"`
}

// ExpectRelink: who is asked to relink, how fast, and how soon it helps.
type ExpectRelink struct {
	Asked               string         `yaml:"asked,omitempty" json:"asked,omitempty"`   // failing_only: every mailbox failed at the instant it was asked
	Cohort              string         `yaml:"cohort,omitempty" json:"cohort,omitempty"` // with Share: share of the cohort that was ever asked
	Share               *Bounds        `yaml:"share,omitempty" json:"share,omitempty"`   // without Cohort: share of all that were ever asked, by By
	By                  units.Time     `yaml:"by,omitempty" json:"by,omitzero"`
	FirstRecoveryWithin units.Duration `yaml:"first_recovery_within,omitempty" json:"first_recovery_within,omitzero"` // from the first mail to the first recovery of a mailbox that relinked
	NoneHealedBy        units.Time     `yaml:"none_healed_by,omitempty" json:"none_healed_by,omitzero"`               // nobody who had recovered by this instant is asked afterwards
}

// ExpectClaim: whether the claim of the status post made at At is true.
type ExpectClaim struct {
	At    units.Time `yaml:"at" json:"at"`
	Holds bool       `yaml:"holds" json:"holds"`
}

// ExpectSilence: the longest gap between two status updates.
type ExpectSilence struct {
	AtLeast units.Duration `yaml:"at_least,omitempty" json:"at_least,omitzero"`
	AtMost  units.Duration `yaml:"at_most,omitempty" json:"at_most,omitzero"`
}

// ExpectTried: every try of the team changed requests in the provider's journal.
type ExpectTried struct {
	Changes string `yaml:"changes" json:"changes"` // requests
	Heals   bool   `yaml:"heals" json:"heals"`     // whether any try may have healed a mailbox
}

// ExpectFresh: of the edits that owners made in the provider between From and
// Until, the share that the system had been told of within a time.
type ExpectFresh struct {
	Cohort string          `yaml:"cohort,omitempty" json:"cohort,omitempty"`
	Select people.Selector `yaml:"select,omitempty" json:"select,omitzero"`
	From   units.Time      `yaml:"from" json:"from"`
	Until  units.Time      `yaml:"until" json:"until"`
	Within units.Duration  `yaml:"within" json:"within"`
	Share  Bounds          `yaml:"share" json:"share"`
}

// ExpectWrites: of the writes that the system accepted while a fault was in force
// and the mailbox failed, the share that had taken effect by an instant.
type ExpectWrites struct {
	Cohort string          `yaml:"cohort,omitempty" json:"cohort,omitempty"`
	Select people.Selector `yaml:"select,omitempty" json:"select,omitzero"`
	During string          `yaml:"during" json:"during"` // name of a fault
	By     units.Time      `yaml:"by" json:"by"`
	Share  Bounds          `yaml:"share" json:"share"`
}

// ExpectChat: how many messages reach the chat, closures included. With After it
// counts those that arrive once the fault has begun.
type ExpectChat struct {
	Provider string     `yaml:"provider,omitempty" json:"provider,omitempty"` // that the messages are about; absent: any
	After    string     `yaml:"after,omitempty" json:"after,omitempty"`       // name of a fault; absent: from the start of the world
	By       units.Time `yaml:"by,omitempty" json:"by,omitzero"`              // counted until then; absent: the end of the world
	AtLeast  int        `yaml:"at_least,omitempty" json:"at_least,omitempty"`
	AtMost   *int       `yaml:"at_most,omitempty" json:"at_most,omitempty"`
}
