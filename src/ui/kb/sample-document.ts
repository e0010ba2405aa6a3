/** A made-up business's guest guide, for trying the assistant before giving it anything of one's own. */

const SAMPLE_TEXT = `# Harbour House guest guide

Harbour House is a small guesthouse with twelve rooms on the north quay of Larkmouth. It is open from 1 March to 30 November.

## When can I check in and out?

Check-in is from 15:00 to 22:00. After 22:00 a key box beside the front door holds your key; the code is sent by text message on the day you arrive. Check-out is until 11:00. A late check-out until 14:00 costs 25 euros and has to be asked for the evening before.

## Can I cancel a booking?

You can cancel free of charge up to seven days before arrival. After that, one night is charged. If you do not arrive, the whole stay is charged. Deposits are returned within five working days.

## Is breakfast included?

Breakfast is included in every room rate. It is served from 7:30 to 10:30 in the garden room. Gluten-free bread and oat milk are always there; tell us the day before about any other allergy.

## Are pets allowed?

Dogs are allowed in rooms 1 to 4 on the ground floor, for 12 euros a night; other pets are not.

## Parking and getting here

There are eight parking spaces behind the house, at 9 euros a day; they cannot be reserved. The railway station is a ten-minute walk away. The airport bus, line 14, stops in front of the house.

## Wi-Fi and charging

Wi-Fi is free; the password is on the card in your room. Two chargers for electric cars stand in the yard and cost 0.45 euros per kilowatt-hour.

## Quiet hours

The house is quiet from 22:30 to 7:00. The terrace closes at 22:00.
`;

export function sampleFile(): File {
  return new File([SAMPLE_TEXT], 'sample-guest-guide.md', { type: 'text/markdown' });
}
