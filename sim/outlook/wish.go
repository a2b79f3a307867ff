package outlook

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"anchorage/sim/mailbox"
)

// How far ahead a subscription may expire, in minutes (provider contract 6: what
// live refusals said in 2018 and in 2025), and how far it does at least.
const (
	mostMinutesBefore2024 = 4230
	mostMinutes           = 10070
	leastMinutes          = 45

	maxClientStateLetters = 128
)

const unreadablePayload = "Could not process subscription creation payload. Are all property names spelled and camelCased properly?"

// wish is what the body of a subscription request asks for; "" and zero are not
// asked for.
type wish struct {
	resource, url, clientState string
	kinds                      []string
	expires                    time.Time
}

// names of the properties in the two dialects, in Graph's case.
func (s *site) expiryName() string {
	if s.pascal {
		return "subscriptionExpirationDateTime"
	}
	return "expirationDateTime"
}

func (s *site) urlName() string {
	if s.pascal {
		return "notificationURL"
	}
	return "notificationUrl"
}

// readWish reads the body, or answers the call.
func (c *call) readWish() (w wish, ok bool) {
	members, ok := c.readObject()
	if !ok {
		return w, false
	}
	for name, value := range members { // in any order: whichever is wrong, the answer is the same
		var text *string
		if strings.HasPrefix(name, "@") {
			continue
		}
		if decode(value, &text) != nil || text != nil && !w.set(c.site, name, *text) {
			c.fail(http.StatusBadRequest, codeSubscriptionPayload, unreadablePayload)
			return w, false
		}
	}
	return w, true
}

// set takes one property; false if there is none of that name, or its value cannot
// be read.
func (w *wish) set(s *site, name, value string) bool {
	var err error
	switch name {
	case "resource":
		w.resource = value
	case s.urlName():
		w.url = value
		u, bad := url.Parse(value)
		return bad == nil && u.Host != ""
	case "clientState":
		w.clientState = value
		return len(value) <= maxClientStateLetters
	case "changeType":
		return w.setKinds(value)
	case s.expiryName():
		w.expires, err = time.Parse(time.RFC3339, value)
	case "latestSupportedTlsVersion":
	default:
		return false
	}
	return err == nil
}

func (w *wish) setKinds(text string) bool {
	for word := range strings.SplitSeq(text, ",") {
		kind := strings.ToLower(strings.TrimSpace(word))
		if !slices.Contains([]string{mailbox.Created, mailbox.Updated, mailbox.Deleted}, kind) {
			return false
		}
		if !slices.Contains(w.kinds, kind) {
			w.kinds = append(w.kinds, kind)
		}
	}
	return true
}

// grantExpiry says when the subscription ends, or answers that it cannot be so
// late, or is over.
func (c *call) grantExpiry(asked time.Time) (time.Time, bool) {
	most := mostMinutes
	if era := c.server.Era; era != 0 && era < 2024 {
		most = mostMinutesBefore2024
	}
	now := c.server.Clock.Now()
	least := now.Add(leastMinutes * time.Minute)
	switch {
	case asked.After(now.Add(time.Duration(most) * time.Minute)):
		c.fail(http.StatusBadRequest, codeExtension, fmt.Sprintf("Subscription expiration can only be %d minutes in the future.", most))
		return asked, false
	case !asked.After(now):
		c.fail(http.StatusBadRequest, codeExtension, "Subscription expiration must be in the future.")
		return asked, false
	case asked.Before(least):
		return least, true
	}
	return asked.UTC(), true
}

// isEvents says whether the resource is the events of the caller, which are all
// that can be subscribed to here.
func (c *call) isEvents(resource string) bool {
	resource = strings.TrimPrefix(resource, c.site.base)
	return strings.EqualFold(strings.Trim(resource, "/"), "me/events")
}
