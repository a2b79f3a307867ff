package cli_test

// badValues are files of good form with a mistake in a value.
var badValues = []badInput{
	// Keys and types.
	{name: "ErrUnknownKey", replace: []string{"mailboxes: 6", "mailbxes: 6"}, told: `
PATH:7:5: the key "mailboxes" is missing; expected a whole number
      - {name: work, provider: microsoft365, mailbxes: 6, authorization: identity_platform}
        ^
PATH:7:42: unknown key "mailbxes"; expected one of …; did you mean "mailboxes"?
      - {name: work, provider: microsoft365, mailbxes: 6, authorization: identity_platform}
                                             ^`},
	{name: "ErrUnknownKeyAtTop", replace: []string{"\nteam:", "\ntaem:"}, told: `
PATH:20:1: unknown key "taem"; expected one of …; did you mean "team"?
    taem: {zones: [Europe/London], hours: 09:00-17:30}
    ^`},
	{name: "ErrDuplicateKey", replace: []string{"seed: 1", "seed: 1\nseed: 2"}, told: `
PATH:5:1: the key "seed" stands in this map already, in line 4; expected each key once
    seed: 2
    ^`},
	{name: "ErrMissingKey", replace: []string{"seed: 1\n", ""}, told: `
PATH:1:1: the key "seed" is missing; expected a whole number, 0 or above
    name: small
    ^`},
	{name: "ErrWrongType", replace: []string{"mailboxes: 12", "mailboxes: twelve"}, told: `
PATH:6:55: text can't stand here; expected a whole number
      - {name: outlook, provider: outlook.com, mailboxes: twelve, authorization: live, address: {custom_domain: 0.25}}
                                                          ^`},
	{name: "ErrFraction", replace: []string{"mailboxes: 12", "mailboxes: 1.5"}, told: `
PATH:6:55: 1.5 can't stand here; expected a whole number
      - {name: outlook, provider: outlook.com, mailboxes: 1.5, authorization: live, address: {custom_domain: 0.25}}
                                                          ^`},
	{name: "ErrListForMap", replace: []string{"match: {provider: outlook.com}", "match: [outlook.com]"}, told: `
PATH:18:12: a list can't stand here; expected a map with …
        match: [outlook.com]
               ^`},
	{name: "ErrNoValue", replace: []string{"seed: 1", "seed:"}, told: `
PATH:4:1: no value can't stand here; expected a whole number, 0 or above
    seed:
    ^`},
	{name: "ErrSettingsKey", replace: []string{"poll: 15m", "pol: 15m"}, told: `
PATH:12:10: unknown key "pol"; expected one of …; did you mean "poll"?
      sync: {pol: 15m}
             ^`},
	{name: "ErrSettingsValue", replace: []string{"sync: {poll: 15m}", "routing: {hint: postcode}"}, told: `
PATH:12:19: "postcode" is not a routing hint; expected none, email or mailbox_id
      routing: {hint: postcode}
                      ^`},
	// Numbers and units.
	{name: "ErrNaN", replace: []string{"edits_per_day: 6", "edits_per_day: .nan"}, told: `
PATH:10:25: .nan can't stand here; expected a number
    owners: {edits_per_day: .nan, reads_per_day: 48, time_zone: Europe/London}
                            ^`},
	{name: "ErrInfinity", replace: []string{"edits_per_day: 6", "edits_per_day: -.inf"}, told: `
PATH:10:25: -.inf can't stand here; expected a number
    owners: {edits_per_day: -.inf, reads_per_day: 48, time_zone: Europe/London}
                            ^`},
	{name: "ErrHugeNumber", replace: []string{"edits_per_day: 6", "edits_per_day: 1e400"}, told: `
PATH:10:25: 1e400 can't stand here; expected a number
    owners: {edits_per_day: 1e400, reads_per_day: 48, time_zone: Europe/London}
                            ^
PATH:10:25: +Inf times a day; expected 0 to 1000
    owners: {edits_per_day: 1e400, reads_per_day: 48, time_zone: Europe/London}
                            ^`},
	{name: "ErrHugeSeed", replace: []string{"seed: 1", "seed: 18446744073709551616"}, told: `
PATH:4:7: 18446744073709551616 can't stand here; expected a whole number, 0 or above
    seed: 18446744073709551616
          ^`},
	{name: "ErrLargeFleets", replace: []string{"mailboxes: 12", "mailboxes: 60000", "mailboxes: 6,", "mailboxes: 60000,"}, told: `
PATH:6:3: the fleets have 120000 mailboxes or more together; expected 100000 at most
      - {name: outlook, provider: outlook.com, mailboxes: 60000, authorization: live, address: {custom_domain: 0.25}}
      ^`},
	{name: "ErrHugeFleet", replace: []string{"mailboxes: 12", "mailboxes: 999999999999999999999"}, told: `
PATH:6:3: the fleets have 100006 mailboxes or more together; expected 100000 at most
      - {name: outlook, provider: outlook.com, mailboxes: 999999999999999999999, authorization: live, address: {custom_domai...
      ^
PATH:6:55: 999999999999999999999 can't stand here; expected a whole number
      - {name: outlook, provider: outlook.com, mailboxes: 999999999999999999999, authorization: live, address: {custom_domai...
                                                          ^`},
	{name: "ErrNegativeDuration", replace: []string{"poll: 15m", "poll: -15m"}, told: `
PATH:12:16: the duration -15m is not a positive number of milliseconds; expected 1ms or more
      sync: {poll: -15m}
                   ^`},
	{name: "ErrNoDuration", replace: []string{"poll: 15m", "poll: 15"}, told: `
PATH:12:16: "15" is not a duration; expected a number with a unit, as 90s or 15m
      sync: {poll: 15}
                   ^`},
	{name: "ErrHugeDuration", replace: []string{"poll: 15m", "poll: 99999999999h"}, told: `
PATH:12:16: "99999999999h" is not a duration; expected a number with a unit, as 90s or 15m
      sync: {poll: 99999999999h}
                   ^`},
	{name: "ErrNegativeFlicker", replace: []string{"    at: 2022-06-14T09:30:00Z\n    until: 2022-06-14T11:00:00Z\n", "    every: -5m\n    for: 1m\n"}, told: `
PATH:16:12: the duration -5m is negative; expected 0s or more
        every: -5m
               ^`},
	{name: "ErrShareAbove1", replace: []string{"custom_domain: 0.25", "custom_domain: 1.25"}, told: `
PATH:6:105: "1.25" is not a share; expected a number from 0 to 1, or from 0% to 100%
      - {name: outlook, provider: outlook.com, mailboxes: 12, authorization: live, address: {custom_domain: 1.25}}
                                                                                                            ^`},
	{name: "ErrSharesAbove1", replace: []string{"custom_domain: 0.25", "custom_domain: 0.7, other_sign_in: 0.4"}, told: `
PATH:6:89: custom_domain and other_sign_in are 1.1 of the fleet together; expected 1 at most
    ..., provider: outlook.com, mailboxes: 12, authorization: live, address: {custom_domain: 0.7, other_sign_in: 0.4}}
                                                                             ^`},
	{name: "ErrShareNaN", replace: []string{"custom_domain: 0.25", "custom_domain: NaN"}, told: `
PATH:6:105: "NaN" is not a share; expected a number from 0 to 1, or from 0% to 100%
      - {name: outlook, provider: outlook.com, mailboxes: 12, authorization: live, address: {custom_domain: NaN}}
                                                                                                            ^`},
	// Times.
	{name: "ErrNoSuchDate", replace: []string{"at: 2022-06-14T09:30:00Z", "at: 2022-02-29T09:30:00Z"}, told: `
PATH:16:9: "2022-02-29T09:30:00Z" is not an instant; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z
        at: 2022-02-29T09:30:00Z
            ^`},
	{name: "ErrTimeOutside", replace: []string{"at: 2022-06-14T09:30:00Z", "at: 2023-06-14T09:30:00Z"}, told: `
PATH:16:9: 2023-06-14T09:30:00Z lies outside of the clock; expected an instant from 2022-06-14T08:00:00Z until 2022-06-14T14:00:00Z
        at: 2023-06-14T09:30:00Z
            ^`},
	{name: "ErrClockBackwards", replace: []string{"until: 2022-06-14T14:00:00Z", "until: 2022-06-14T07:00:00Z"}, told: `
PATH:3:44: the clock ends at or before its start; expected an instant after 2022-06-14T08:00:00Z
    clock: {from: 2022-06-14T08:00:00Z, until: 2022-06-14T07:00:00Z}
                                               ^`},
	{name: "ErrEndsBeforeStart", replace: []string{"until: 2022-06-14T11:00:00Z", "until: 2022-06-14T09:00:00Z"}, told: `
PATH:17:12: until is not after at; expected an instant after it
        until: 2022-06-14T09:00:00Z
               ^`},
	{name: "ErrShareOfNothing", replace: []string{"match: {provider: outlook.com}", "match: {provider: outlook.com, share: 0}"}, told: `
PATH:18:43: a fault with share 0 hits nobody; expected a share above 0, or none at all for everybody
        match: {provider: outlook.com, share: 0}
                                              ^`},
	{name: "ErrTimeZone", replace: []string{"zones: [Europe/London]", "zones: [Europe/Londn]"}, told: `
PATH:20:16: "Europe/Londn" is not a time zone; expected a name of the IANA database, as Europe/London
    team: {zones: [Europe/Londn], hours: 09:00-17:30}
                   ^`},
	// Names that lead nowhere, or to two things.
	{name: "ErrUnknownCohort", replace: []string{"match: {provider: outlook.com}", "match: {cohort: custom_domain}"}, told: `
PATH:18:21: no cohort is called "custom_domain"; expected one of custom-domain; did you mean "custom-domain"?
        match: {cohort: custom_domain}
                        ^`},
	{name: "ErrUnknownFault", replace: []string{"after: overload, within: 30m", "after: overlaod, within: 30m"}, told: `
PATH:22:60: no fault is called "overlaod"; expected one of overload; did you mean "overload"?
      - alert: {level: look_now, provider: outlook.com, after: overlaod, within: 30m}
                                                               ^`},
	{name: "ErrUnknownFaultKind", replace: []string{"inject: {status: 503}", "inject: {sttaus: 503}"}, told: `
PATH:19:14: unknown key "sttaus"; expected one of …; did you mean "status"?
        inject: {sttaus: 503}
                 ^`},
	{name: "ErrTwoRulesOfOneName", replace: []string{"\nteam:", "\n  - {name: overload, at: 2022-06-14T09:30:00Z, inject: {status: 500}}\nteam:"}, told: `
PATH:20:12: name "overload" is the name of fault number 1 already; expected another name
      - {name: overload, at: 2022-06-14T09:30:00Z, inject: {status: 500}}
               ^`},
	{name: "ErrTwoFleetsOfOneName", replace: []string{"name: work", "name: outlook"}, told: `
PATH:7:12: the fleet "outlook" is named in line 6 already; expected another name
      - {name: outlook, provider: microsoft365, mailboxes: 6, authorization: identity_platform}
               ^`},
}
