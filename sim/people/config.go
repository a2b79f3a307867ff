package people

import (
	"encoding/json"

	"anchorage/sim/units"
)

// Owners are the people whose mailboxes are synchronised. Rates are per owner
// and local day, spread over waking hours.
type Owners struct {
	EditsPerDay  float64       `yaml:"edits_per_day,omitempty" json:"edits_per_day,omitzero"`   // changes made in the provider
	WritesPerDay float64       `yaml:"writes_per_day,omitempty" json:"writes_per_day,omitzero"` // changes made through the system; one in four is changed again within minutes, once or twice
	ReadsPerDay  float64       `yaml:"reads_per_day,omitempty" json:"reads_per_day,omitzero"`   // looks through the system's API
	TimeZone     units.Zone    `yaml:"time_zone,omitempty" json:"time_zone,omitzero"`           // default UTC
	Waking       units.Hours   `yaml:"waking,omitempty" json:"waking,omitzero"`                 // default 07:00-23:30
	Events       int           `yaml:"events,omitempty" json:"events,omitempty"`                // single events in each calendar at the start; default 30
	Series       *int          `yaml:"series,omitempty" json:"series,omitempty"`                // recurring events in each calendar at the start; default 3
	Complain     Complain      `yaml:"complain,omitempty" json:"complain,omitzero"`
	Relink       RelinkAnswers `yaml:"relink,omitempty" json:"relink,omitzero"`
}

// Complain says who writes a ticket when a change of their own does not arrive.
type Complain struct {
	Share units.Share    `yaml:"share" json:"share"` // of all owners, an exact quota
	After units.Duration `yaml:"after" json:"after"` // age of the missing change at the look that notices it
}

// RelinkAnswers says how owners react to a mail that asks them to relink.
type RelinkAnswers struct {
	Answer units.Share `yaml:"answer" json:"answer"` // share that follows the link, an exact quota
	After  Delay       `yaml:"after" json:"after"`   // from mail to click; moved into waking hours
	// Exact quotas of those that follow the link: who declines at the consent page,
	// who signs in with another account at first, who clicks a second time later.
	Decline units.Share `yaml:"decline,omitempty" json:"decline,omitzero"`
	Other   units.Share `yaml:"other_account,omitempty" json:"other_account,omitzero"`
	Twice   units.Share `yaml:"twice,omitempty" json:"twice,omitzero"`
}

// Delay is a log-normal delay.
type Delay struct {
	Median units.Duration `yaml:"median" json:"median"`
	P95    units.Duration `yaml:"p95,omitempty" json:"p95,omitzero"`
}

// Team is who operates the system.
type Team struct {
	Zones               []units.Zone    `yaml:"zones,omitempty" json:"zones,omitempty"`                                  // working hours hold in any of them
	Hours               units.Hours     `yaml:"hours,omitempty" json:"hours,omitzero"`                                   // default 09:00-17:30, Monday to Friday
	SkimsChat           units.TimeOfDay `yaml:"skims_chat,omitempty" json:"skims_chat,omitzero"`                         // on working days, in the first zone; default 09:15
	SupportHandsOnAfter units.Duration  `yaml:"support_hands_on_after,omitempty" json:"support_hands_on_after,omitzero"` // from ticket to engineering, within hours
	Cadence             units.Duration  `yaml:"cadence,omitempty" json:"cadence,omitzero"`                               // the longest gap between status updates that the team promises
	Attention           Attention       `yaml:"attention,omitempty" json:"attention,omitzero"`
}

// Attention is the model of an engineer who skims a chat channel: up to Full
// messages each is read; from Blind on, none is; between, the chance to see one
// alert falls evenly. A modelling assumption.
type Attention struct {
	Full  int `yaml:"full" json:"full"`   // default 5
	Blind int `yaml:"blind" json:"blind"` // default 60
}

// Signals that a step may wait for.
const (
	OnPage   = "page"     // the pager at high urgency; acted on at any hour
	OnReview = "low_page" // the pager at low urgency; acted on in working hours
	OnTicket = "ticket"   // support hands a ticket on; acted on in working hours
	OnChat   = "chat"     // somebody skims the chat and sees an open alert; working hours
)

// Step is one thing that the team does, at a time or on the first signal.
// Exactly one of Post, Try, Deploy, Enable, Relink is set.
type Step struct {
	At     units.Time      `yaml:"at,omitempty" json:"at,omitzero"`
	On     string          `yaml:"on,omitempty" json:"on,omitempty"`                              // OnPage, ...; alternative to At
	After  units.Duration  `yaml:"after,omitempty" json:"after,omitzero"`                         // after the signal
	Post   *Post           `yaml:"post,omitempty" json:"post,omitempty"`                          // on the status page
	Try    json.RawMessage `yaml:"try,omitempty" json:"try,omitempty" anchorage:"settings"`       // change settings for a while, then put them back
	For    units.Duration  `yaml:"for,omitempty" json:"for,omitzero"`                             // how long a try lasts; default 20m
	Deploy json.RawMessage `yaml:"deploy,omitempty" json:"deploy,omitempty" anchorage:"settings"` // new settings or a new mechanism
	Enable json.RawMessage `yaml:"enable,omitempty" json:"enable,omitempty" anchorage:"settings"` // switch on what is deployed
	Relink *Campaign       `yaml:"relink,omitempty" json:"relink,omitempty"`
	Note   string          `yaml:"note,omitempty" json:"note,omitempty"`
}

// Post is a status update.
type Post struct {
	State  string `yaml:"state" json:"state"` // investigating, identified, monitoring, resolved
	Text   string `yaml:"text" json:"text"`
	Claims Claims `yaml:"claims,omitempty" json:"claims,omitzero"`
}

// Claims are what a post says of the world; they are compared with the truth.
type Claims struct {
	Healthy *HealthClaim `yaml:"healthy,omitempty" json:"healthy,omitempty"`
}

// HealthClaim: at least Share of the selected mailboxes are healthy. It is
// untrue if the truth at the instant of the post is lower.
type HealthClaim struct {
	Select        Selector    `yaml:"select" json:"select"`
	Share         units.Share `yaml:"share" json:"share"`
	ExceptWaiting bool        `yaml:"except_waiting,omitempty" json:"except_waiting,omitempty"` // leave out those asked to relink that have not answered
	Mistaken      bool        `yaml:"mistaken,omitempty" json:"mistaken,omitempty"`             // the story has the team err here: the claim may be untrue
}

// Campaign asks owners to relink.
type Campaign struct {
	Select  string      `yaml:"select" json:"select"`     // failing | all
	PerHour units.Share `yaml:"per_hour" json:"per_hour"` // pace, as a share of the group selected at the start
}

// Selector names mailboxes by attribute; every condition that is set must hold.
type Selector struct {
	Provider      string `yaml:"provider,omitempty" json:"provider,omitempty"`
	Fleet         string `yaml:"fleet,omitempty" json:"fleet,omitempty"`
	Authorization string `yaml:"authorization,omitempty" json:"authorization,omitempty"`
	Address       string `yaml:"address,omitempty" json:"address,omitempty"` // standard, custom_domain, other_sign_in
}
