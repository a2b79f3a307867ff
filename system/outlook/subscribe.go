package outlook

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"anchorage/system"
)

// expiryTime is the form of a subscription's expiry, in UTC (provider contract 6).
const expiryTime = "2006-01-02T15:04:05.0000000Z"

var _ system.Subscriber = (*Client)(nil)

// Subscribe implements system.Subscriber (provider contract 6, 7). The provider
// asks url for proof before it answers.
func (c *Client) Subscribe(ctx context.Context, a system.Access, url, clientState string, expires time.Time) (system.Subscription, error) {
	content := map[string]any{
		"changeType": "created,updated,deleted", "notificationUrl": url, "resource": "me/events",
		"clientState": clientState, "expirationDateTime": expires.UTC().Format(expiryTime),
	}
	if a.Account.Dialect() == system.OutlookREST {
		content = map[string]any{
			"@odata.type": "#Microsoft.OutlookServices.PushSubscription", "ChangeType": "Created,Updated,Deleted", "NotificationURL": url,
			"Resource": mine(a, "events"), "ClientState": clientState, "SubscriptionExpirationDateTime": expires.UTC().Format(expiryTime),
		}
	}
	s, err := c.subscription(ctx, a, call{
		operation: OperationSubscribe, method: http.MethodPost, target: subscriptionURL(a, ""), body: encoded(content),
	})
	s.ClientState = clientState
	return s, err
}

// Renew implements system.Subscriber (provider contract 6). The result has no
// ClientState: that does not change. A subscription that is gone is
// system.ErrNotFound, wrapped in *system.Error.
func (c *Client) Renew(ctx context.Context, a system.Access, id string, expires time.Time) (system.Subscription, error) {
	content := map[string]any{"expirationDateTime": expires.UTC().Format(expiryTime)}
	if a.Account.Dialect() == system.OutlookREST {
		content = map[string]any{
			"@odata.type":                    "#Microsoft.OutlookServices.PushSubscription",
			"SubscriptionExpirationDateTime": expires.UTC().Format(expiryTime),
		}
	}
	s, err := c.subscription(ctx, a, call{
		operation: OperationRenew, method: http.MethodPatch, target: subscriptionURL(a, id), body: encoded(content),
	})
	return s, goneAlready(err)
}

// Unsubscribe implements system.Subscriber (provider contract 6). One that is gone
// already is no error.
func (c *Client) Unsubscribe(ctx context.Context, a system.Access, id string) error {
	_, err := c.do(ctx, a, call{
		operation: OperationUnsubscribe, method: http.MethodDelete, target: subscriptionURL(a, id), empty: true,
	})
	if e := system.AsError(err); e != nil && e.Status == http.StatusNotFound {
		return nil
	}
	return err
}

// goneAlready marks a 404. Believing a wrong one costs a new subscription.
func goneAlready(err error) error {
	e := system.AsError(err)
	if e == nil || e.Status != http.StatusNotFound {
		return err
	}
	missing := *e
	missing.Err = system.ErrNotFound
	return &missing
}

func (c *Client) subscription(ctx context.Context, a system.Access, x call) (system.Subscription, error) {
	s := system.Subscription{Account: a.Account.ID, Generation: a.Account.Generation}
	body, err := c.do(ctx, a, x)
	if err != nil {
		return s, err
	}
	var answer struct { // names match whatever their case
		ID         string    `json:"id"`
		Expires    time.Time `json:"expirationDateTime"`
		ExpiresOld time.Time `json:"subscriptionExpirationDateTime"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return s, malformed("subscription is not the JSON that was asked for", err)
	}
	s.ID, s.Expires = answer.ID, answer.Expires.UTC()
	if answer.Expires.IsZero() {
		s.Expires = answer.ExpiresOld.UTC()
	}
	if s.ID == "" || s.Expires.IsZero() {
		return s, malformed("subscription without an id or an expiry", nil)
	}
	return s, nil
}
