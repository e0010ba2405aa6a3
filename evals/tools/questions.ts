/** Questions of visitors, each with the tool that fits, or none. Tuned on the first half only. */
import { LETTERS } from './labelled.ts';

export interface LabelledQuestion {
  text: string;
  tool: (typeof LETTERS)[keyof typeof LETTERS] | null;
}

function questions(byLetter: Record<string, string>): LabelledQuestion[] {
  return Object.entries(byLetter).flatMap(([letter, lines]) =>
    lines
      .trim()
      .split(/\n+/)
      .map((text) => ({ text, tool: letter === 'none' ? null : LETTERS[letter as keyof typeof LETTERS] })),
  );
}

export const TUNING_QUESTIONS = questions({
  L: `
Can someone from sales contact me?
Please call me back about your services
I would like to receive an offer by e-mail
How do I become a customer? Here is my number
I'm interested, can you send me more information?
Could you get in touch with me about a project?`,
  B: `
I'd like to make an appointment for next Tuesday
Can I book a consultation?
Do you have a slot for a haircut on Friday?
I want to schedule a demo
Can I arrange a viewing of the flat?
Please book me in for a check-up`,
  E: `
I want to speak to a human
Can I talk to a real person please?
This is an emergency, who can help me right now?
I want to make a complaint
Your bot is useless, connect me to an agent
Is there somebody on your team I can talk to about a problem?`,
  P: `
Do you sell waterproof jackets in size L?
Show me helmets under 60 euros
Which green teas do you have?
I am looking for a birthday present for a cyclist
Have you got a wooden desk in your range?
What laptops with 16 GB do you offer?`,
  T: `
Where is my order?
When will my parcel arrive? The order number is 10023
Has my package been shipped yet?
I have not received my delivery
Track order A-5512
Can you check the status of my shipment?`,
  Q: `
How much would it cost to print 2,000 flyers?
What would I pay for moving a three-room flat?
Can you calculate the price for 80 square metres?
Give me a quote for cleaning our office twice a week
What is the monthly rate for a loan of 20,000 over 60 months?
How much is it in total for four people and three days?`,
  A: `
Is a double room free from 3 to 7 August?
Do you have a table for four tonight?
Is the excavator available next weekend?
Are there places left in the Spanish course in April?
Which dates are still free in July?
Is flat Gull taken over Christmas?`,
  X: `
How does the automation feature work?
What can eco mode do?
How do I export my data as CSV?
Does the app support single sign-on?
How do I reset the thermostat?
What is the difference between boards and swimlanes?`,
  Y: `
What is your cancellation policy?
Can I return an item after three weeks?
What do your terms say about liability?
What are the rules for keeping pets?
How long do you store my personal data?
What does the warranty cover?`,
  none: `
When do you open on Saturdays?
Who founded the company?
Where can I park?
What is the capital of France?
Thanks, that helped
How old is the tower clock?
Hello
Do you speak Italian?
What does the name of your company mean?
Is the building accessible by wheelchair?
Which bus goes there?
Who is the head of the workshop?
What is trout with almonds?
How many people work for you?
Tell me a joke
What colour is the sky?
Is breakfast vegan?
Which authors read here last year?`,
});

export const UNTOUCHED_QUESTIONS = questions({
  L: `
Can an adviser ring me tomorrow?
I would like your brochure sent to me
Whom do I give my contact details to for an offer?
We plan a project and want you to get back to us
Please have a consultant reach out to our firm
I want to leave my phone number`,
  B: `
Could I come in for an eye examination on Monday morning?
I need an appointment with Nina
Can we set up a meeting with a lawyer?
Reserve me a trial lesson please
I'd like to see the show flat on Sunday
How do I book a session with the therapist?`,
  E: `
Let me talk to someone from support
I need a person, not a machine
I am very unhappy with how I was treated
Please forward this to a member of staff
Nobody answers me, I want your manager
It is urgent, can a technician call me now?`,
  P: `
Do you have rose bushes?
I need a bench for six people, what have you got?
Which records by John Coltrane are in stock?
Are there monthly lenses for minus four?
What shelves do you sell?
Find me a gift under 30`,
  T: `
My parcel has still not come
What is the status of order 77812?
When was my order sent?
Where is the table I ordered two weeks ago?
The tracking number does not work, where is my package?
Is my delivery on its way?`,
  Q: `
What does a translation of 3,500 words cost?
How much for a tent of 60 square metres with heaters?
Estimate the cost of a new roof of 150 square metres
What will 10,000 labels cost in film?
Work out what ten lessons for two children cost
What would the instalment be for 250,000?`,
  A: `
Do you have a pitch free in the second week of August?
Is there still room for six on Saturday night?
Can I get the large tent on 14 June?
Is the sushi evening sold out?
Any rooms left this weekend?
When is the next date with free places?`,
  X: `
How do I merge duplicate contacts?
What does carpet boost do?
Can the mobile app be used offline?
How can I undo all changes to a picture?
How do I connect it to a new network?
Does it have an import wizard?`,
  Y: `
What happens to my deposit if I cancel?
Are barbecues allowed?
Is there a guarantee on fittings?
What is your privacy policy?
How much notice must I give to end the contract?
Can I send back plants?`,
  none: `
What are your opening hours?
How long is the longest trail?
Who designed the library in Leoben?
What temperature is the water?
Good morning
What is the weather like?
How many pupils does the school have?
Which prize did you win?
Where are your branches?
Do the cranes come in spring?
Is there a lift?
What is the height of the lodge?
Thank you very much
Who plays on Thursdays?
In which year were you founded?
What is a loggia?
Is the film about the moor in English?
How far is it to the beach?`,
});
